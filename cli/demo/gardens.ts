import type { Thread } from './thread.ts'

export const gardens: readonly Thread[] = [
  {
    by: 'petra_k',
    ago: 133,
    text: 'Der Igel ist zurück! Er wohnt jetzt offiziell im Laubhaufen hinter dem Kompost und zahlt in Schnecken. #Schrebergarten #Igel',
    heat: 3,
    replies: [
      {
        by: 'greta_h',
        after: 25,
        text: 'Warmmiete?',
        replies: [{ by: 'petra_k', after: 7, text: 'Laubwarm.', heat: 3 }],
      },
      {
        by: 'wren',
        after: 49,
        text: 'I do not read German well, but I understood “Igel” and I am sending him a card.',
        heat: 2,
      },
    ],
  },
  {
    by: 'priya',
    ago: 112,
    text: 'Balcony census: 31 pots, 4 floors up, 1 sunbird who has decided that the hibiscus is hers and I am staff. #balconygarden #birds',
    pictures: [
      { scene: 'meadow', alt: 'Round flowers in red, orange and yellow on thin stems against a pale green sky.' },
    ],
    heat: 2,
    replies: [
      {
        by: 'callum',
        after: 33,
        text: 'Purple-rumped, if she is small and outraged.',
        replies: [{ by: 'priya', after: 12, text: 'She is very small and VERY outraged.', heat: 2 }],
      },
      {
        by: 'mei',
        after: 57,
        text: 'How do you keep the curry leaf alive? Mine takes everything personally.',
        replies: [
          {
            by: 'priya',
            after: 26,
            text: 'Sour buttermilk, diluted, once a month. And never, ever move it. It remembers.',
            heat: 2,
          },
        ],
      },
    ],
  },
  {
    by: 'hamish',
    ago: 86,
    text: 'Leeks lifted: 22. Leeks given away before reaching home: 19. The allotment path is longer than it looks. #allotment',
    heat: 2,
    replies: [
      { by: 'delia', after: 41, text: 'One of them was to me and became soup within the hour. Thank you, Hamish.' },
      { by: 'zainab', after: 52, text: 'Two are in the staff room with a note that says “not overdue”.', heat: 2 },
    ],
  },
  {
    by: 'weatherbox',
    ago: 72,
    text: 'Freiburg, balcony: minimum 1.8 °C at 06:41, maximum 9.3 °C, rain 4.2 mm, sun 2 h 10 min. First ground frost possible tonight. #weather',
    pictures: [
      {
        scene: 'line',
        alt: 'Line plot of the temperature over the last day: lowest before sunrise at two degrees, highest after noon at nine.',
      },
    ],
    replies: [{ by: 'greta_h', after: 22, text: 'Danke, Kasten. Ich hole die Zitrone rein.' }],
  },
  {
    by: 'weatherbox',
    ago: 24,
    text: 'Freiburg, balcony: minimum −0.6 °C at 06:52, maximum 7.1 °C, no rain, sun 5 h 40 min. #weather',
    pictures: [
      {
        scene: 'line',
        alt: 'Line plot of the temperature over the last day: a clear night below zero, then a steady climb to seven degrees.',
      },
    ],
    heat: 0,
  },
  {
    by: 'wren',
    ago: 53,
    text: 'Drew the November hedge. Everybody paints spring, but this is when you can see how the thing is made. #illustration #hedgerow',
    pictures: [
      { scene: 'hills', alt: 'Illustration: bare hedges in layers of brown and grey over soft hills, one low sun.' },
    ],
    heat: 3,
    replies: [
      {
        by: 'abena',
        after: 28,
        text: '“When you can see how the thing is made” is going into my notebook, with your name.',
      },
      {
        by: 'leyla',
        after: 64,
        text: 'چه رنگ‌های آرامی. مثل آخرِ یک نامهٔ بلند.',
        heat: 2,
        replies: [
          {
            by: 'wren',
            after: 50,
            text: 'The translator says “like the end of a long letter” and now I need a moment.',
            heat: 3,
          },
        ],
      },
    ],
  },
  {
    by: 'petra_k',
    ago: 18,
    text: 'Totholzhecke, Jahr drei: Zaunkönig, Erdkröte, mindestens vier Wildbienenarten. Ausgaben: null Euro und ein langer Nachmittag mit dem Schwager. #Naturgarten',
    heat: 2,
    pinned: true,
    replies: [
      {
        by: 'hamish',
        after: 36,
        text: 'We have a dead hedge too. The committee asked when I would be tidying it. I showed them the wren. Motion withdrawn.',
        heat: 3,
      },
    ],
  },
  {
    by: 'priya',
    ago: 7,
    text: 'Update: the sunbird has a nest. In the wind chime. I am no longer allowed on my own balcony before 9. #balconygarden',
    heat: 3,
    replies: [
      {
        by: 'callum',
        after: 19,
        text: 'Two eggs, about a fortnight, then three weeks of chaos. Congratulations to all of you.',
        heat: 2,
      },
      { by: 'hana', after: 40, text: 'My dog sends respect from one member of staff to another.' },
    ],
  },
]
