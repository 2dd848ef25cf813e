import type { Translation } from '../../kit/index.ts'
import type { en } from './en.ts'

export const de: Translation<typeof en> = {
  frame: {
    toContent: 'Zum Inhalt springen',
    account: 'Konto',
    signIn: 'Anmelden',
    signOut: 'Abmelden',
    join: 'Mitmachen',
    settings: 'Einstellungen',
    yourSettings: 'Deine Einstellungen',
    about: 'Über dieses Netzwerk',
    worksWith: '{network} funktioniert mit jeder Mastodon-App.',
    language: 'Sprache',
  },
  error: {
    notFound: 'Hier ist nichts',
    notFoundText: 'Vielleicht wurde es gelöscht, oder die Adresse stimmt nicht ganz.',
    failed: 'Etwas ist schiefgegangen',
    failedText: 'Hier ist etwas schiefgegangen. Im Protokoll des Servers steht es unter {id}.',
    unavailable: 'Das geht im Moment nicht. Bitte versuch es in Kürze noch einmal.',
    refused: 'Das hat nicht geklappt',
    badRequest: 'Mit dem, was dein Browser geschickt hat, stimmt etwas nicht.',
    forbidden: 'Das darfst du nicht, oder nicht mehr.',
    formOld:
      'Dieses Formular ist zu alt, oder Cookies sind ausgeschaltet. Geh zurück, lade die Seite neu und schick es noch einmal ab.',
    tooLarge: 'Was du geschickt hast, ist zu groß.',
    tooMany: 'Das war zu oft in kurzer Zeit. Bitte warte ein wenig und versuch es noch einmal.',
    frontPage: 'Zur Startseite',
  },
}
