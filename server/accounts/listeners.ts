import type { App } from '../app.ts'
import { emojisChanged } from '../emojis/index.ts'
import { dropPicture } from '../media/index.ts'
import { type Bus, othersWrote } from '../signals/index.ts'
import { mailLink } from './ask-for-link.ts'
import {
  accountActivated,
  accountDeleted,
  linkAsked,
  linksGiven,
  picturesDropped,
  profileChanged,
  standingChanged,
} from './signals.ts'
import { verifyLinks } from './verify-links.ts'
import { accountCache, forgetAccounts } from './views.ts'

export function listen(bus: Bus, app: App): void {
  bus.after(profileChanged, 'accounts.forget-changed', ({ accountId }) => forgetAccounts(app, [accountId]))
  bus.after(accountActivated, 'accounts.forget-activated', ({ accountId }) => forgetAccounts(app, [accountId]))
  bus.after(accountDeleted, 'accounts.forget-deleted', ({ accountId }) => forgetAccounts(app, [accountId]))
  bus.after(emojisChanged, 'accounts.forget-emojis', () => accountCache(app).clear())
  bus.after(standingChanged, 'accounts.forget-standing', ({ accountId }) => forgetAccounts(app, [accountId]))
  bus.after(othersWrote, 'accounts.forget-all', () => accountCache(app).clear())
  bus.later(linkAsked, 'accounts.mail-link', (tx, asked) => mailLink(app, tx, asked))
  bus.later(linksGiven, 'accounts.verify-links', (tx, asked) => verifyLinks(app, tx, asked), { slow: true })
  // To remove a file twice is no error, so this bears being repeated.
  bus.later(
    picturesDropped,
    'accounts.remove-pictures',
    async (_tx, { names }) => {
      for (const name of names) await dropPicture(app, name)
    },
    { slow: true },
  )
}
