import type { Thread } from './thread.ts'

export const cycling: readonly Thread[] = [
  {
    by: 'mira',
    ago: 143,
    text: 'Day 200 of riding to work this year. Dry days: 61. I counted. Gothenburg, I love you, please stop. #cycling',
    pictures: [
      { scene: 'sea', alt: 'A grey-green harbour under low cloud, with a thin strip of light at the horizon.' },
    ],
    heat: 3,
    replies: [
      { by: 'nils', after: 30, text: 'Speaking for the forecast: no.', heat: 3 },
      {
        by: 'anouk',
        after: 52,
        text: 'Chain: wipe, oil one drop per roller, wipe again. Every wet week. It is dull and it works.',
        replies: [
          {
            by: 'mira',
            after: 14,
            text: 'I have been spraying things at it. Is that bad?',
            replies: [{ by: 'anouk', after: 5, text: 'I have closed the shop and am sitting down.', heat: 3 }],
          },
        ],
      },
    ],
  },
  {
    by: 'anouk',
    ago: 118,
    text: 'Things brought to the repair café yesterday because “the gears are broken”: one bent hanger, four dirty cables, a sock. #repaircafe #cycling',
    heat: 2,
    replies: [
      {
        by: 'joost',
        after: 20,
        text: 'Whose sock?',
        replies: [{ by: 'anouk', after: 8, text: 'We do not ask. It is a safe space.', heat: 2 }],
      },
      {
        by: 'demo',
        after: 61,
        text: 'Is there a list of what a beginner should learn to repair first?',
        replies: [
          {
            by: 'anouk',
            after: 33,
            text: 'Puncture, brake cable, chain. In an afternoon, with somebody next to you. Come on a Saturday; the coffee is bad and free.',
            heat: 2,
          },
        ],
      },
    ],
  },
  {
    by: 'bruno',
    ago: 77,
    text: 'Klausenpass heute: 1 400 Höhenmeter, zwei Gele, ein Murmeltier, das gepfiffen hat. Ich nehme an, als Anfeuerung. #Rennvelo',
    pictures: [
      { scene: 'hills', alt: 'Blaue Bergketten hintereinander, darüber eine tiefe Sonne.' },
      {
        scene: 'line',
        alt: 'Höhenprofil der Strecke: gleichmässiger Anstieg über 24 Kilometer, dann eine steile Abfahrt.',
      },
    ],
    heat: 2,
    replies: [
      {
        by: 'theo',
        after: 48,
        text: 'La marmotte, elle a sifflé la montée ou la descente ?',
        replies: [{ by: 'bruno', after: 11, text: 'Die Abfahrt habe ich nicht gehört, da habe ich selber gepfiffen.' }],
      },
      { by: 'elena_v', after: 95, text: 'And back down by train, I hope, as your bio promises.' },
    ],
  },
  {
    by: 'theo',
    ago: 40,
    text: 'Pente moyenne de ma rue : 11 %. Pente ressentie avec 4 kg de farine dans le sac : verticale. #vélo #Lyon',
    replies: [{ by: 'mira', after: 26, text: 'Flour is the only honest power meter.' }],
  },
  {
    by: 'mira',
    ago: 20,
    text: 'Somebody has put googly eyes on every bollard of the new bike lane by the canal. All forty-three. My commute is now a crowd.',
    heat: 3,
    replies: [
      {
        by: 'delia',
        after: 17,
        text: 'As a councillor I must say this is not approved street furniture. As a person: where can we order more?',
        heat: 3,
      },
      { by: 'hamish', after: 90, text: 'Forty-three is a prime. Somebody knew what they were doing.', heat: 2 },
      { by: 'wren', after: 44, text: 'I can neither confirm nor deny owning a large bag of these.', heat: 3 },
    ],
  },
  {
    by: 'elena_v',
    ago: 9,
    text: 'Bucharest now has 40 km of protected lanes, on paper. I rode the paper today. A map of where the paint ends and the hope begins: #cycling #openstreetmap https://www.openstreetmap.org',
    pictures: [
      {
        scene: 'route',
        alt: 'Schematic map of streets with one route drawn in red; it is interrupted in three places.',
      },
    ],
    replies: [
      {
        by: 'joost',
        after: 29,
        text: 'The gaps are always at junctions. Paint is cheap, junctions are politics.',
        heat: 2,
      },
      {
        by: 'demo',
        after: 41,
        text: 'Could you share the data? I would like to try this for my town.',
        replies: [
          {
            by: 'elena_v',
            after: 13,
            text: 'Gladly. It is one evening with an app and a friend who is good at shouting “now”.',
          },
        ],
      },
    ],
  },
]
