-- The counters of both accounts, the lower id first: otherwise three people who follow each other in a circle at the
-- same moment wait for each other's rows, and one of them fails.
create or replace function tweeter.count_follow() returns trigger language plpgsql as $$
declare change integer := new.active::integer - case when tg_op = 'UPDATE' then old.active::integer else 0 end;
begin
  if change = 0 then return null; end if;
  if new.followee_id < new.follower_id then
    perform tweeter.count_account(new.followee_id, change, 0, 0, null);
    perform tweeter.count_account(new.follower_id, 0, change, 0, null);
  else
    perform tweeter.count_account(new.follower_id, 0, change, 0, null);
    perform tweeter.count_account(new.followee_id, change, 0, 0, null);
  end if;
  return null;
end $$;
