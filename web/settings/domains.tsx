import { type FormEvent, useState } from 'react'
import { address, del, post } from '../api/http.ts'
import { queryClient, usePaged } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/fields.tsx'
import { Icon } from '../ui/icons.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Empty, errorText, Failure, Skeletons } from '../ui/states.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { VirtualList } from '../ui/virtual-list.tsx'
import css from './settings.module.css'

const KEY = ['domain_blocks']
const PATH = '/api/v1/domain_blocks'
const changed = () => queryClient.invalidateQueries({ queryKey: KEY })

async function unblock(domain: string): Promise<void> {
  try {
    await del(address(PATH, { domain }))
    await changed()
    toast(t('settings.domainFree', { domain }), { label: t('common.undo'), run: () => void block(domain) })
  } catch (error) {
    toastError(error)
  }
}

async function block(domain: string): Promise<void> {
  await post(PATH, { domain })
  await changed()
}

/** Whole networks whose people one does not want to see. */
export default function Domains() {
  const { items, query } = usePaged<string, string>({ key: KEY, path: PATH, keep: (list) => list })
  return (
    <Page title={t('settings.domains')} subtitle={t('settings.domainsDetail')} back="/settings">
      <Add />
      {query.isPending && <Skeletons />}
      {query.isError && items.length === 0 && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && (
        <Empty icon="globe" title={t('settings.noDomains')}>
          <p>{t('settings.noDomainsText')}</p>
        </Empty>
      )}
      {items.length > 0 && (
        <VirtualList
          name="domains"
          label={t('settings.domains')}
          items={items}
          keyOf={(domain) => domain}
          estimate={68}
          going={query}
          render={(domain) => (
            <article tabIndex={-1} className={css.row}>
              <Icon name="globe" />
              <div>
                <strong>
                  <bdi dir="ltr">{domain}</bdi>
                </strong>
              </div>
              <Button
                size="small"
                aria-label={`${t('settings.unblock')}: ${domain}`}
                onClick={() => void unblock(domain)}
              >
                {t('settings.unblock')}
              </Button>
            </article>
          )}
        />
      )}
    </Page>
  )
}

function Add() {
  const [domain, setDomain] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await block(domain.trim())
      setDomain('')
      toast(t('settings.domainBlocked', { domain: domain.trim() }))
    } catch (reason) {
      setError(errorText(reason))
    }
    setBusy(false)
  }
  return (
    <Section>
      <form className={css.inline} onSubmit={(event) => void send(event)}>
        <TextField
          label={t('settings.addDomain')}
          placeholder="example.org"
          dir="ltr"
          value={domain}
          error={error}
          onChange={(event) => setDomain(event.target.value)}
        />
        <Button type="submit" variant="primary" busy={busy} disabled={domain.trim() === ''}>
          {t('settings.block')}
        </Button>
      </form>
    </Section>
  )
}
