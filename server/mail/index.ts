/**
 * Mail that goes out: an outbox in the sender's transaction, the layout, and the way to an SMTP server, or into files
 * where none is set. Owns `tweeter.mails` and the folder `mail` of the data directory. What mails say is kept by the
 * modules that send them.
 */
import type { Module } from '../app.ts'
import { transportOf } from './deliver.ts'
import { listen } from './listeners.ts'

export { listMailFiles, type MailFile, type MailFileContent, readMailFile } from './files.ts'
export { button } from './layout.ts'
export { isMailAddress, type Mail, sendMail, type Template, template } from './send.ts'
export { mailFailed } from './signals.ts'

export const mail: Module = {
  name: 'mail',
  migrations: new URL('./migrations/', import.meta.url),
  listen,
  // Opened at once, so that a wrong sender or key file stops the start and not each mail.
  start: (app) => void transportOf(app),
  stop: (app) => transportOf(app).close(),
}
