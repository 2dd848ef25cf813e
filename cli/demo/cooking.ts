import type { Thread } from './thread.ts'

export const cooking: readonly Thread[] = [
  {
    by: 'leyla',
    ago: 136,
    text: 'قرمه‌سبزی از صبح روی شعلهٔ کم. همسایهٔ آلمانی‌ام در زد و فقط پرسید: «این بو… چیست؟» حالا دو نفریم. #آشپزی',
    heat: 3,
    replies: [
      {
        by: 'greta_h',
        after: 36,
        text: 'Ich wohne zu weit weg, aber ich wäre auch an der Tür gestanden.',
        replies: [
          {
            by: 'leyla',
            after: 22,
            text: 'Der Topf ist groß. Er ist immer zu groß, das ist sein Sinn.',
            language: 'de',
            heat: 3,
          },
        ],
      },
      {
        by: 'kaveh',
        after: 41,
        text: 'با لیمو عمانی؟',
        replies: [{ by: 'leyla', after: 5, text: 'بی لیمو عمانی که قرمه‌سبزی نیست، سوءتفاهم است.', heat: 2 }],
      },
    ],
  },
  {
    by: 'yusuf',
    ago: 115,
    text: 'New menu rule: no dish with more than six ingredients, salt counts. The kitchen is calmer, the plates look naked, and people ask for recipes because they finally could. #cooking',
    heat: 2,
    pinned: true,
    replies: [
      {
        by: 'mei',
        after: 25,
        text: 'A hawker uncle I know makes one dish, since 1983, with five. He says the sixth is pride.',
        heat: 3,
      },
      {
        by: 'ravi',
        after: 38,
        text: 'Do you count water?',
        replies: [{ by: 'yusuf', after: 7, text: 'Only in soup, and then it must be good water.' }],
      },
    ],
  },
  {
    by: 'mei',
    ago: 98,
    text: 'Laksa stall, 07:40, queue of 26. The man in front of me is on a video call, showing the queue to his mother. She approves of it. #hawker #Singapore',
    heat: 2,
    replies: [
      { by: 'ines', after: 44, text: 'A mãe tem sempre razão sobre filas.' },
      {
        by: 'demo',
        after: 58,
        text: 'How long did it take in the end?',
        replies: [{ by: 'mei', after: 16, text: 'Thirty-five minutes. I would have stood fifty.', heat: 1 }],
      },
    ],
  },
  {
    by: 'greta_h',
    ago: 55,
    text: 'Linsen, Freitagabend: Zwiebel, Lorbeer, Linsen, Brühe, 25 Minuten. Dann Essig. Der Essig ist das Rezept, der Rest ist Geduld. #Rezept',
    heat: 2,
    replies: [
      {
        by: 'bruno',
        after: 30,
        text: 'Welcher Essig?',
        replies: [{ by: 'greta_h', after: 10, text: 'Der, der offen ist. Sherry, wenn Besuch kommt.' }],
      },
      {
        by: 'jonas_b',
        after: 48,
        text: 'Nachgekocht im Wohnheimflur, drei Nationen haben probiert, null Linsen übrig.',
        heat: 2,
      },
    ],
  },
  {
    by: 'yusuf',
    ago: 30,
    text: 'A guest tonight sent the soup back because it was “too simple”. My mother, who was eating in the corner, went over and explained it to him. He had two bowls.',
    heat: 3,
    replies: [
      { by: 'leyla', after: 21, text: 'سلام به مادر. همهٔ ما یک بار آن‌جا نشسته‌ایم.' },
      {
        by: 'fatima_z',
        after: 34,
        text: 'May I photograph your mother? She sounds like good light.',
        heat: 2,
        replies: [{ by: 'yusuf', after: 26, text: 'She says yes, if she may hold the ladle.', heat: 3 }],
      },
    ],
  },
  {
    by: 'carmen',
    ago: 12,
    text: 'Regla valenciana: si lleva chorizo no es paella, es arroz con cosas. No muerdo, solo aviso. 🥘',
    warning: 'discusiones sobre paella',
    heat: 3,
    replies: [
      {
        by: 'yusuf',
        after: 15,
        text: '“Rice with things” is also a fine dish and I will be adding it to the menu.',
        heat: 3,
      },
      { by: 'lucas', after: 28, text: 'Arroz carreteiro entrou no chat.', heat: 1 },
    ],
  },
  {
    by: 'fatima_z',
    ago: 5,
    text: 'Breakfast in Essaouira: bread, olive oil, and the sound of forty gulls discussing my breakfast. #Morocco',
    pictures: [{ scene: 'sea', alt: 'Blue sea with long waves and a bright sky, a row of clouds at the horizon.' }],
    heat: 2,
    replies: [{ by: 'callum', after: 33, text: 'Yellow-legged. They hold a grudge, and they remember your bag.' }],
  },
]
