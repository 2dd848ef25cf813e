import type { Translation } from '../../kit/index.ts'
import type { en } from './en.ts'

export const de: Translation<typeof en> = {
  settings: {
    title: 'Mails',
    back: 'Zurück zu den Einstellungen',
    save: 'Speichern',
    saved: 'Gespeichert.',
    notify: 'Schreibt mir, was passiert',
    kinds: 'Was eine Mail wert ist',
    digest: 'Was ich verpasst habe, in einer Mail',
  },
  notify: { away: 'Während ich nicht hier bin', always: 'Immer', never: 'Nie' },
  digest: { never: 'Nie', daily: 'Jeden Tag', weekly: 'Jede Woche' },
  suppressed: {
    bounced:
      'Mails an deine Adresse kommen zurück, deshalb schicken wir keine. Ändere die Adresse oder frag die, die das Netzwerk betreiben.',
    complained:
      'Unter deiner Adresse wurde unsere Mail als Spam markiert. Deshalb schicken wir nur noch, was du selbst anforderst, etwa neue Passwörter.',
    unsubscribed: 'Du hast alle Mails abbestellt. Schalte etwas ein, um es wieder zu bekommen.',
  },
  kinds: {
    mention: 'Jemand erwähnt mich',
    reply: 'Jemand antwortet mir',
    direct: 'Jemand schreibt mir privat',
    follow: 'Jemand folgt mir',
    follow_request: 'Jemand möchte mir folgen',
    quote: 'Jemand zitiert mich',
    favourite: 'Jemand favorisiert einen Beitrag von mir',
    boost: 'Jemand boostet einen Beitrag von mir',
    poll: 'Eine Umfrage von mir, oder an der ich teilgenommen habe, ist beendet',
    post: 'Jemand, dessen Glocke ich eingeschaltet habe, veröffentlicht etwas',
    edit: 'Ein Beitrag, den ich geboostet habe, wurde bearbeitet',
    moderation: 'Die Moderation schreibt mir oder trennt mich von Leuten, denen ich folge',
    administration: 'Meldungen und Anmeldungen, für alle, die sich darum kümmern',
  },
  ask: {
    title: 'Keine Mails mehr',
    heading: 'Keine Mails mehr?',
    all: 'Möchtest du von {network} keine Mails mehr darüber bekommen, was passiert?',
    notifications: 'Möchtest du von {network} keine Mails mehr darüber bekommen, was passiert?',
    digest: 'Möchtest du von {network} keine Mails mehr mit dem bekommen, was du verpasst hast?',
    kind: 'Möchtest du von {network} keine Mails der Art „{kind}“ mehr bekommen?',
    stop: 'Abbestellen',
    stopAll: 'Alle Mails abbestellen',
    still: 'Links, die du selbst anforderst, etwa für ein neues Passwort, kommen weiterhin.',
    choose: 'Auswählen, was du per Mail bekommst',
  },
  stopped: {
    title: 'Erledigt',
    all: 'Du bekommst von {network} keine Mails mehr darüber, was passiert.',
    notifications: 'Du bekommst von {network} keine Mails mehr darüber, was passiert.',
    digest: 'Du bekommst von {network} keine Mails mehr mit dem, was du verpasst hast.',
    kind: 'Du bekommst von {network} keine Mails der Art „{kind}“ mehr.',
    change: 'Doch anders entscheiden',
  },
  broken: {
    title: 'Dieser Link ist unvollständig',
    text: 'Kopiere ihn ganz aus der Mail oder ändere hier deine Einstellungen.',
  },
}
