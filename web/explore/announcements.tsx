/** What those who run the network have to say to everybody, until one has read it. */
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Announcement, Reaction } from '../../server/announcements/schema.ts'
import { del, get, post, put } from '../api/http.ts'
import { queryClient } from '../api/queries.ts'
import { streams } from '../api/stream.ts'
import { t } from '../messages/index.ts'
import { initial } from '../session/initial.ts'
import { useMe } from '../session/me.ts'
import { IconButton } from '../ui/button.tsx'
import { HtmlText } from '../ui/html-text.tsx'
import { Icon } from '../ui/icons.tsx'
import { Menu } from '../ui/menu.tsx'
import { longCount } from '../ui/time.tsx'
import { toastError } from '../ui/toast.tsx'
import css from './announcements.module.css'
import { toggled } from './reactions.ts'

const KEY = ['announcements']
const QUICK = ['👍', '❤️', '🎉', '😂', '😮', '🙏']

/** Those that are unread; nothing where there are none. `place`: above home they are for screens without the aside. */
export function Announcements({ place = 'aside' }: { readonly place?: 'aside' | 'home' }) {
  const me = useMe()
  const { data } = useQuery({
    queryKey: KEY,
    enabled: me !== null,
    staleTime: 10 * 60_000,
    ...(initial.announcements && { initialData: initial.announcements }),
    queryFn: ({ signal }) => get<Announcement[]>('/api/v1/announcements', {}, signal),
  })
  useNews(me !== null)
  const unread = data?.filter(({ read }) => !read) ?? []
  if (unread.length === 0) return null
  return (
    <section className={`${css.all} ${css[place]}`} aria-label={t('explore.announcements')}>
      {unread.map((announcement) => (
        <Card key={announcement.id} announcement={announcement} />
      ))}
    </section>
  )
}

/** They come, change and go while one looks. */
function useNews(isSignedIn: boolean): void {
  useEffect(() => {
    if (!isSignedIn) return
    return streams.listen({ stream: 'user' }, (events) => {
      if (events.some(({ event }) => event.startsWith('announcement'))) {
        void queryClient.invalidateQueries({ queryKey: KEY })
      }
    })
  }, [isSignedIn])
}

function Card({ announcement }: { readonly announcement: Announcement }) {
  const { id, content, emojis, reactions } = announcement
  return (
    <article className={css.card}>
      <Icon name="megaphone" />
      <div className={css.body}>
        <div className={css.text}>
          <HtmlText html={content} emojis={emojis} />
        </div>
        <div className={css.reactions}>
          {reactions.map((reaction) => (
            <Chip key={reaction.name} id={id} reaction={reaction} />
          ))}
          <Menu
            items={QUICK.filter((name) => !reactions.some((one) => one.name === name && one.me)).map((name) => ({
              label: name,
              onSelect: () => void react(id, { name, count: 0 }),
            }))}
            button={(props) => (
              <button type="button" className={css.chip} {...props} aria-label={t('explore.react')}>
                <Icon name="emoji" />
              </button>
            )}
          />
        </div>
      </div>
      <IconButton icon="close" label={t('explore.markRead')} onClick={() => void dismiss(id)} />
    </article>
  )
}

const Chip = ({ id, reaction }: { readonly id: string; readonly reaction: Reaction }) => (
  <button
    type="button"
    className={css.chip}
    aria-pressed={reaction.me ?? false}
    aria-label={t('explore.reaction', { name: reaction.name, count: reaction.count })}
    onClick={() => void react(id, reaction)}
  >
    {reaction.url ? <img className="emoji" src={reaction.url} alt="" /> : <span>{reaction.name}</span>}
    <span>{longCount(reaction.count)}</span>
  </button>
)

/** Changes one at once, and asks anew where the server did not take it. */
async function change(id: string, to: (one: Announcement) => Announcement, tell: () => Promise<unknown>) {
  await queryClient.cancelQueries({ queryKey: KEY })
  queryClient.setQueryData<Announcement[]>(KEY, (list) => list?.map((one) => (one.id === id ? to(one) : one)))
  try {
    await tell()
  } catch (error) {
    toastError(error)
    void queryClient.invalidateQueries({ queryKey: KEY })
  }
}

const dismiss = (id: string) =>
  change(
    id,
    (one) => ({ ...one, read: true }),
    () => post(`/api/v1/announcements/${id}/dismiss`),
  )

function react(id: string, reaction: Reaction) {
  const path = `/api/v1/announcements/${id}/reactions/${encodeURIComponent(reaction.name)}`
  return change(
    id,
    (one) => ({ ...one, reactions: toggled(one.reactions, reaction) }),
    () => (reaction.me ? del(path) : put(path)),
  )
}
