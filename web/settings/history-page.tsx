/** What one saw and opened, by day; and the ways to keep less of it. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { HistoryEntry, HistoryKind, HistorySettings } from '../../server/history/schema.ts'
import { keepAccounts, keepStatuses } from '../api/entities.ts'
import { address, del, get, patch } from '../api/http.ts'
import { type PagedQuery, queryClient, usePaged } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { Chips } from '../ui/chips.tsx'
import { askToConfirm } from '../ui/dialog.tsx'
import { Checkbox } from '../ui/fields.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Empty, Failure, Skeletons } from '../ui/states.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import css from './history.module.css'
import { type DayOf, daysOf, type KeptEntry } from './history-days.ts'
import { HistoryRow } from './history-row.tsx'
import { dayName } from './history-words.ts'
import settings from './settings.module.css'

const PATH = '/api/tweeter/v1/history'
const SETTINGS = `${PATH}/settings`
const KINDS = ['opened', 'seen', 'profile', 'tag'] as const satisfies readonly HistoryKind[]

export default function HistoryPage() {
  const { data } = useQuery({
    queryKey: [SETTINGS],
    queryFn: ({ signal }) => get<HistorySettings>(SETTINGS, {}, signal),
  })
  const [kind, setKind] = useState('')
  return (
    <Page title={t('history.title')} back="/settings">
      <Explained settings={data} />
      <div className={css.kinds}>
        <Chips
          label={t('history.kind')}
          value={kind}
          options={[['', t('history.all')], ...KINDS.map((one) => [one, t(`history.${one}`)] as const)]}
          onChange={setKind}
        />
      </div>
      <Entries key={kind} kind={kind} paused={data?.paused ?? false} />
    </Page>
  )
}

/** What is recorded and why, and the switch. */
function Explained({ settings: now }: { readonly settings: HistorySettings | undefined }) {
  const pause = async (paused: boolean) => {
    if (!now) return
    queryClient.setQueryData([SETTINGS], { ...now, paused })
    try {
      queryClient.setQueryData([SETTINGS], await patch<HistorySettings>(SETTINGS, { paused }))
      toast(t(paused ? 'history.pausedDone' : 'history.resumedDone'))
    } catch (error) {
      queryClient.setQueryData([SETTINGS], now)
      toastError(error)
    }
  }
  return (
    <Section>
      <div className={css.about}>
        <p>
          {t('history.about')} {now && t('history.aboutKept', { days: now.kept_days })}
        </p>
        <p className="soft small">{now && t('history.aboutFiles', { days: now.files_kept_days })}</p>
      </div>
      <Checkbox
        isSwitch
        label={t('history.paused')}
        hint={t('history.pausedHint')}
        checked={now?.paused ?? false}
        disabled={!now}
        onChange={({ target }) => void pause(target.checked)}
      />
    </Section>
  )
}

const keep = (entries: HistoryEntry[]): KeptEntry[] =>
  entries.map(({ id, kind, at, status, account, tag }) => ({
    ...{ id, kind, at, tag },
    statusId: status && keepStatuses([status])[0]!,
    accountId: account && keepAccounts([account])[0]!,
  }))

/** Erases, and reads what is left. @returns whether it was done; when not, a toast says why. */
async function erase(url: string, quiet = false): Promise<boolean> {
  try {
    await del(url)
    await queryClient.invalidateQueries({ queryKey: [PATH] })
    if (!quiet) toast(t('history.erased'))
    return true
  } catch (error) {
    toastError(error)
    return false
  }
}

async function eraseDay({ from, until }: DayOf<KeptEntry>): Promise<void> {
  const name = dayName(from)
  const asked = { title: t('history.eraseDayAsk', { day: name }), text: t('history.eraseDayText') }
  if (await askToConfirm({ ...asked, action: t('history.erase'), danger: true }))
    await erase(address(PATH, { from: from.toISOString(), until: until.toISOString() }))
}

async function eraseAll(): Promise<void> {
  const asked = { title: t('history.eraseAllAsk'), text: t('history.eraseAllText') }
  if (await askToConfirm({ ...asked, action: t('history.eraseAll'), danger: true })) await erase(PATH)
}

function Entries({ kind, paused }: { readonly kind: string; readonly paused: boolean }) {
  const query = kind === '' ? {} : { kinds: [kind] }
  const pages = usePaged<HistoryEntry, KeptEntry>({ key: [PATH, kind], path: PATH, query, keep })
  const { items } = pages
  if (pages.query.isPending) return <Skeletons count={3} />
  if (pages.query.isError && items.length === 0)
    return <Failure error={pages.query.error} onRetry={() => void pages.query.refetch()} />
  if (items.length === 0 && !pages.query.hasNextPage) return <Nothing paused={paused} />
  return (
    <>
      <Days pages={pages} />
      {kind === '' && (
        <div className={settings.foot}>
          <Button variant="danger" icon="trash" onClick={() => void eraseAll()}>
            {t('history.eraseAll')}
          </Button>
        </div>
      )}
    </>
  )
}

const Nothing = ({ paused }: { readonly paused: boolean }) => (
  <Empty icon="clock" title={t('history.nothing')}>
    {t(paused ? 'history.nothingPaused' : 'history.nothingText')}
  </Empty>
)

function Days({ pages: { items, query } }: { readonly pages: PagedQuery<KeptEntry> }) {
  // What is being erased is away at once, and comes back when the server does not want to.
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set())
  const eraseOne = async (id: string) => {
    setGone((before) => new Set([...before, id]))
    if (!(await erase(`${PATH}/${encodeURIComponent(id)}`, true))) {
      setGone((before) => new Set([...before].filter((one) => one !== id)))
    }
  }
  const left = items.filter(({ id }) => !gone.has(id))
  return (
    <>
      {daysOf(left).map((day) => (
        <section key={day.key} className={css.day} aria-label={dayName(day.from)}>
          <header>
            <h2>{dayName(day.from)}</h2>
            <Button
              size="small"
              aria-label={`${t('history.eraseDay')}: ${dayName(day.from)}`}
              onClick={() => void eraseDay(day)}
            >
              {t('history.eraseDay')}
            </Button>
          </header>
          <ul>
            {day.entries.map((entry) => (
              <HistoryRow key={entry.id} entry={entry} onErase={eraseOne} />
            ))}
          </ul>
        </section>
      ))}
      {query.hasNextPage && (
        <div className={css.more}>
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('common.showMore')}
          </Button>
        </div>
      )}
    </>
  )
}
