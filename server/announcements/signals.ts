import { signal } from '../signals/index.ts'

export const announcementPublished = signal<{ announcementId: number }>(
  'announcements.published',
  'An announcement is shown that was not before, or what it says has changed.',
)
export const announcementGone = signal<{ announcementId: number }>(
  'announcements.gone',
  'An announcement that was shown no longer is: it was deleted, taken back, or has ended.',
)
export const announcementReacted = signal<{ announcementId: number; name: string }>(
  'announcements.reacted',
  'Somebody reacted to an announcement with an emoji (name), or took that back.',
)

/** What these are checked against when their time has come. */
export interface AnnouncementTime {
  readonly announcementId: number
  readonly atMs: number
}
export const announcementDue = signal<AnnouncementTime>(
  'announcements.due',
  'The time for which an announcement was scheduled has come; it may have been moved or cancelled.',
)
export const announcementEnding = signal<AnnouncementTime>(
  'announcements.ending',
  'The time at which an announcement was to end has come; it may have been moved.',
)
