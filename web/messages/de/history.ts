import type { Translated } from '../translated.ts'

export const history: Translated<'history'> = {
  title: 'Verlauf',
  detail: 'Was du gesehen und geöffnet hast, und wie du es löschst',
  about:
    'Beiträge, die du gesehen oder geöffnet hast, Profile, auf denen du warst, und Hashtags, die du angesehen hast, werden für dich aufgezeichnet, damit Empfehlungen daraus lernen. Außer dir sieht das niemand.',
  aboutKept: 'Einträge verschwinden nach {days} Tagen von selbst.',
  aboutFiles:
    'Daneben bewahrt der Server {days} Tage lang zu jeder Anfrage einen technischen Eintrag auf, mit deinem Konto und gehashter Adresse. Was du hier löschst, wird nicht noch einmal daraus gelesen.',
  paused: 'Verlauf anhalten',
  pausedHint: 'Neues wird nicht aufgezeichnet. Was da ist, bleibt, bis du es löschst.',
  pausedDone: 'Dein Verlauf ist angehalten',
  resumedDone: 'Dein Verlauf wird wieder aufgezeichnet',
  kind: 'Zeigen',
  all: 'Alles',
  opened: 'Geöffnet',
  seen: 'In Listen gesehen',
  profile: 'Profile',
  tag: 'Hashtags',
  wasOpened: 'Geöffnet um {time}',
  wasSeen: 'Gesehen um {time}',
  wasVisited: 'Besucht um {time}',
  today: 'Heute',
  yesterday: 'Gestern',
  eraseEntry: 'Diesen Eintrag löschen',
  eraseDay: 'Diesen Tag löschen',
  eraseDayAsk: '{day} löschen?',
  eraseDayText:
    'Alles, was du an diesem Tag gesehen und geöffnet hast, wird gelöscht. Das lässt sich nicht rückgängig machen.',
  eraseAll: 'Alles löschen',
  eraseAllAsk: 'Deinen ganzen Verlauf löschen?',
  eraseAllText: 'Empfehlungen vergessen, was du gesehen und geöffnet hast. Das lässt sich nicht rückgängig machen.',
  erase: 'Löschen',
  erased: 'Gelöscht',
  nothing: 'Hier ist nichts',
  nothingText: 'Was du siehst und öffnest, steht ein, zwei Minuten später hier.',
  nothingPaused: 'Dein Verlauf ist angehalten, also wird nichts aufgezeichnet.',
}
