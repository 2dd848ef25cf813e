import type { Thread } from './thread.ts'

export const bread: readonly Thread[] = [
  {
    by: 'ruth',
    ago: 151,
    text: 'Gerald (sourdough starter, 4) has not risen in two days. The kitchen is 17 °C and he smells like nail varnish. Is this the end? #sourdough',
    heat: 2,
    replies: [
      {
        by: 'tomasz',
        after: 18,
        text: 'Not the end. He is hungry and cold. Take one spoon of him, 50 g rye flour, 50 g water at 30 °C. Throw the rest away without looking back. Again in twelve hours, and once more.',
        heat: 3,
        replies: [
          {
            by: 'ruth',
            after: 6,
            text: 'Throw most of Gerald AWAY?',
            replies: [
              { by: 'tomasz', after: 4, text: 'He is in the spoon too. That is the nice thing about him.', heat: 3 },
            ],
          },
          {
            by: 'ravi',
            after: 55,
            text: 'This is just turning it off and on again.',
            heat: 3,
            replies: [{ by: 'tomasz', after: 9, text: 'Where do you think you people got it from.', heat: 2 }],
          },
        ],
      },
      {
        by: 'theo',
        after: 40,
        text: 'Le dissolvant, c’est l’acétone : il a faim. Mets-le au-dessus du frigo, il y fait 24 °C.',
      },
      {
        by: 'zainab',
        after: 130,
        text: 'We have three books on this and one of them is currently in your house. Since March.',
        heat: 2,
        replies: [{ by: 'ruth', after: 12, text: 'Gerald was reading it.' }],
      },
    ],
  },
  {
    by: 'ruth',
    ago: 92,
    text: 'Three feeds later. HE LIVES. Doubled in five hours, and domed like a small cathedral. Thank you @tomasz. #sourdough',
    pictures: [
      {
        scene: 'bars',
        alt: 'Bar chart of the height of a sourdough starter in centimetres over three feedings: first bars of one to two, the last ones above six.',
      },
    ],
    heat: 3,
    replies: [
      { by: 'tomasz', after: 25, text: 'Now bake, today. Do not admire him any longer.' },
      { by: 'wren', after: 31, text: 'I would like to draw Gerald.' },
    ],
  },
  {
    by: 'tomasz',
    ago: 47,
    text: 'Today’s rye: 80 % whole rye, a scald of yesterday’s crusts, 18 hours from start to oven. It wants to rest until tomorrow. People buy it warm anyway, and I sell it to them, because I am weak. #bread #rye',
    pictures: [
      { scene: 'loaf', alt: 'Drawing of a dark round loaf with a cross cut into it, on a board, in low warm light.' },
    ],
    pinned: true,
    heat: 3,
    replies: [
      {
        by: 'greta_h',
        after: 35,
        text: 'Mit Brühstück aus Altbrot! Wie viel Prozent, wenn man fragen darf?',
        replies: [
          {
            by: 'tomasz',
            after: 22,
            text: 'Zwölf Prozent. Mehr, und er wird traurig in der Mitte.',
            language: 'de',
            heat: 2,
          },
        ],
      },
      { by: 'sam_w', after: 70, text: 'I had warm bread once. 1974. Still talk about it.', heat: 2 },
      {
        by: 'demo',
        after: 88,
        text: 'What do you eat it with?',
        replies: [
          {
            by: 'tomasz',
            after: 15,
            text: 'Butter, salt, a slice of raw onion. Then nobody talks to you, and you can sleep.',
            heat: 2,
          },
        ],
      },
    ],
  },
  {
    by: 'theo',
    ago: 69,
    text: 'Dimanche, 6 h : la pâte colle, le chat juge, le four siffle. Tout va bien. #pain #boulange',
    replies: [{ by: 'ruth', after: 66, text: 'Mine also sticks. My cat also judges. We are a movement.' }],
  },
  {
    by: 'ravi',
    ago: 28,
    text: 'Wrote a script that logs dough temperature and draws when to fold. The bread is exactly as mediocre as before, but now I have p95 latencies for it. #bread #homeautomation',
    pictures: [
      {
        scene: 'line',
        alt: 'Line plot of dough temperature in degrees Celsius over ten hours; it climbs from 21 to 26 with four small dips where the dough was folded.',
      },
    ],
    heat: 2,
    replies: [
      { by: 'kofi', after: 21, text: 'Alert me when it is over-proofed. Do not page me.' },
      { by: 'tomasz', after: 190, text: 'I use a finger. It has been up since 1991.', heat: 3 },
      { by: 'ngozi', after: 45, text: 'What happens on leap seconds?' },
    ],
  },
  {
    by: 'greta_h',
    ago: 15,
    text: 'Altes Brot ist kein Abfall: Scheiben in Knoblauchöl rösten, Tomaten drüberreiben, Salz. Drei Minuten, vier Leute still. #Rezept #Reste',
    replies: [
      { by: 'carmen', after: 34, text: 'Eso es pan con tomate y lo sabes 😄 ¡Buenísimo!' },
      { by: 'petra_k', after: 80, text: 'Die letzten grünen Tomaten gehen auch, nur länger braten.' },
    ],
  },
]
