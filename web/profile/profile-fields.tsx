import type { Account } from '../../server/accounts/schema.ts'
import { t } from '../messages/index.ts'
import { EmojiText } from '../ui/emoji-text.tsx'
import { HtmlText } from '../ui/html-text.tsx'
import { Icon } from '../ui/icons.tsx'
import { day } from '../ui/time.tsx'
import css from './profile.module.css'

/** What somebody put beside their bio; links that are proven to be theirs are marked. */
export function ProfileFields({ account: { fields, emojis } }: { readonly account: Account }) {
  if (fields.length === 0) return null
  return (
    <dl className={css.fields}>
      {fields.map(({ name, value, verified_at }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two may be the same, and they come in one order
        <div key={at} className={verified_at ? css.verified : undefined}>
          <dt dir="auto">
            <EmojiText text={name} emojis={emojis} />
          </dt>
          <dd dir="auto">
            {verified_at && (
              <span className={css.check} title={t('accounts.verified', { date: day(verified_at) })}>
                <Icon name="check" />
                <span className="unseen">{t('accounts.verified', { date: day(verified_at) })}</span>
              </span>
            )}
            <span>
              <HtmlText html={value} emojis={emojis} />
            </span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
