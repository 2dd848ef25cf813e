/**
 * Mail that goes out: an outbox in the sender's transaction, the layout, and the way to an SMTP server, or into files
 * where none is set; and what comes back for it: bounces and complaints, through a door of its own, and the addresses
 * that mail is kept from since. Owns `tweeter.mails`, `tweeter.mail_bounces`, `mail_suppressions` and the folder `mail`
 * of the data directory. What mails say is kept by the modules that send them.
 */
import type { App, Module } from '../app.ts'
import { perApp } from '../kit/index.ts'
import { transportOf } from './deliver.ts'
import { type Door, openDoor } from './inbound/door.ts'
import { listen } from './listeners.ts'

export { listMailFiles, type MailFile, type MailFileContent, readMailFile } from './files.ts'
export { button } from './layout.ts'
export {
  type BounceRow,
  countMails,
  type DeskMail,
  deskMails,
  deskSuppressions,
  doubtWaitingMails,
  type KeyedSuppression,
  type MailFigures,
  type MailState,
  type QueuedMail,
  type SuppressionRow,
  type UnsentState,
} from './queries.ts'
export {
  giveUpMail,
  liftByHand,
  liftById,
  type MailQueue,
  mailFigures,
  readQueue,
  retryAllMails,
  retryMail,
} from './queue.ts'
export { isMailAddress, type Mail, sendMail, type Template, template } from './send.ts'
export { mailBounced, mailFailed } from './signals.ts'
export { liftSuppression, suppress, suppressionOf } from './suppressions.ts'

const doors = perApp((): { open: Door | null } => ({ open: null }))

/** The port at which bounces are taken; null while the door is closed. */
export const inboundPort = (app: App): number | null => doors(app).open?.port ?? null

export const mail: Module = {
  name: 'mail',
  migrations: new URL('./migrations/', import.meta.url),
  listen,
  // Opened at once, so that a wrong sender, key file or port stops the start and not each mail.
  start: async (app) => {
    transportOf(app)
    doors(app).open = await openDoor(app)
  },
  stop: async (app) => {
    await doors(app).open?.close()
    doors(app).open = null
    transportOf(app).close()
  },
}
