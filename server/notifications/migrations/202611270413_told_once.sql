-- Both sites may have told somebody of the same thing while they did not hear of each other (a favourite at each). When
-- the second one comes, the same of the two goes at both sites: of what is told once the later, of what is told again
-- and again the earlier. Nothing is stamped by that, so both sites end with the same rows without sending any.
create function tweeter.tell_once() returns trigger language plpgsql as $$
begin
  update public.notifications n set active = false
   where n.account_id = new.account_id and n.from_account_id = new.from_account_id and n.type = new.type
     and n.post_id is not distinct from new.post_id and n.subject_id is not distinct from new.subject_id and n.active
     and exists (
       select from public.notifications o
        where o.account_id = n.account_id and o.from_account_id = n.from_account_id and o.type = n.type
          and o.post_id is not distinct from n.post_id and o.subject_id is not distinct from n.subject_id
          and case when n.type in ('update', 'quoted_update', 'collection_update') then o.active and o.id > n.id
                   else o.id < n.id end);
  return null;
end $$;
-- Only for what comes from the other site: here the one statement that writes it looks for itself.
create trigger tell_once after insert on public.notifications for each row when (new.active)
  execute function tweeter.tell_once();
alter table public.notifications enable replica trigger tell_once;
