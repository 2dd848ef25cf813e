import type { App } from '../app.ts'
import { type Bus, othersWrote } from '../signals/index.ts'
import { endDue, publishDue } from './due.ts'
import { announcementDue, announcementEnding, announcementGone, announcementPublished } from './signals.ts'
import { forgetAnnouncements } from './views.ts'

export function listen(bus: Bus, app: App): void {
  bus.after(announcementPublished, 'announcements.forget-published', () => forgetAnnouncements(app))
  bus.after(announcementGone, 'announcements.forget-gone', () => forgetAnnouncements(app))
  bus.after(othersWrote, 'announcements.forget-all', () => forgetAnnouncements(app))
  bus.later(announcementDue, 'announcements.publish-due', (tx, fact) => publishDue(tx, app, fact))
  bus.later(announcementEnding, 'announcements.end-due', (tx, fact) => endDue(tx, app, fact))
}
