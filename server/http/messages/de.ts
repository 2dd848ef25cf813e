import type { Translation } from '../../kit/index.ts'
import type { en } from './en.ts'

export const de: Translation<typeof en> = {
  frame: {
    skip: 'Zum Inhalt springen',
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
}
