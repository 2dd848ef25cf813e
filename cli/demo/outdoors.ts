import type { Thread } from './thread.ts'

export const birds: readonly Thread[] = [
  {
    by: 'callum',
    ago: 149,
    text: 'Wind 9, gusting 11. Counted 1,204 fulmars from behind a wall. The wall counted me. #seabirds #Orkney',
    heat: 2,
    replies: [
      {
        by: 'nils',
        after: 22,
        text: 'It is leaving you tonight and coming to us. We have tied down the cat.',
        heat: 2,
      },
      {
        by: 'hamish',
        after: 70,
        text: 'How does one count to 1,204 in a gale?',
        replies: [
          {
            by: 'callum',
            after: 13,
            text: 'In tens, loudly, and never with a colleague who also counts loudly.',
            heat: 3,
          },
        ],
      },
    ],
  },
  {
    by: 'wren',
    ago: 103,
    text: 'Moth of the night: a December moth, early, furry as a slipper, asleep on the porch lamp switch. We went to bed in the dark. #moths #TeamMoth',
    heat: 3,
    replies: [{ by: 'petra_k', after: 45, text: 'So ist es richtig. Bei uns bleibt die Laube dann auch zu.', heat: 1 }],
  },
  {
    by: 'callum',
    ago: 42,
    text: 'Forty-one whooper swans over the loch at first light, calling all the way down. Every year I think I am ready for the sound. #birds',
    pictures: [{ scene: 'sea', alt: 'A calm grey lake at dawn under a pink and yellow sky.' }],
    heat: 3,
    pinned: true,
    replies: [
      {
        by: 'hana',
        after: 51,
        text: 'They arrived here last week. The dog sat down to listen. He never sits.',
        heat: 2,
      },
      { by: 'fatima_z', after: 68, text: 'I would come all that way for one photograph of this.' },
    ],
  },
  {
    by: 'hana',
    ago: 8,
    text: 'A brown-eared bulbul has learned the sound of my telescope’s focuser motor and now “focuses” from the persimmon tree at six in the morning. #birds',
    heat: 3,
    replies: [
      { by: 'ravi', after: 26, text: 'Has it tried the firmware update tone yet?' },
      { by: 'sofia_r', after: 80, text: 'Contrátenlo. Nos falta gente en el turno de noche.', heat: 2 },
    ],
  },
]

export const sea: readonly Thread[] = [
  {
    by: 'oskar',
    ago: 131,
    text: 'Last sail of the year. No engine, no wind, two hours for the last mile. A seal overtook us and looked back. #sailing',
    pictures: [{ scene: 'sea', alt: 'Flat silver water with a few low islands and a pale sun.' }],
    heat: 3,
    replies: [
      { by: 'mira', after: 33, text: 'Overtaken by a seal is the correct speed for November.', heat: 2 },
      {
        by: 'demo',
        after: 50,
        text: 'Do you ever wish for an engine?',
        replies: [
          {
            by: 'oskar',
            after: 25,
            text: 'Twice a year, for ten minutes. Then the wind comes and I am insufferable again.',
            heat: 2,
          },
        ],
      },
    ],
  },
  {
    by: 'fatima_z',
    ago: 107,
    text: 'Harbour, before the boats leave. The blue is not a filter; the blue is the law here. #photography #Essaouira',
    pictures: [
      { scene: 'sea', alt: 'Deep blue sea in even waves, with a narrow orange line of morning light.' },
      { scene: 'city', alt: 'Low houses in blue and white along the water, some windows still lit.' },
    ],
    heat: 3,
    pinned: true,
    replies: [
      { by: 'ines', after: 37, text: 'Este azul conhece o nosso.', heat: 2 },
      {
        by: 'wren',
        after: 49,
        text: 'What do the painters there call it?',
        replies: [{ by: 'fatima_z', after: 31, text: 'My neighbour calls it “the one we always use”.', heat: 3 }],
      },
    ],
  },
  {
    by: 'nils',
    ago: 63,
    text: 'A thing about forecasts: “30 % chance of rain” does not mean it rains on 30 % of the town, or 30 % of the time. It means: on ten days that look like this one, three were wet. You get one of the ten. #weather',
    heat: 3,
    replies: [
      {
        by: 'hamish',
        after: 24,
        text: 'Forty years of teaching probability, and never this well. May I use it?',
        replies: [{ by: 'nils', after: 16, text: 'Please. It was my grandmother’s, she fished.', heat: 2 }],
      },
      { by: 'mira', after: 58, text: 'In Gothenburg I get three of the three.', heat: 3 },
    ],
  },
  {
    by: 'oskar',
    ago: 19,
    text: 'Winter job: reading last summer’s log by the stove. Entry for 14 July, complete: “Sun. Wind. Pancakes.” I was a better writer then.',
    heat: 2,
    replies: [{ by: 'abena', after: 31, text: 'Six syllables of perfect prose. Do not touch them.', heat: 2 }],
  },
]

/** What belongs to no topic: the visitor's own. */
export const visitor: readonly Thread[] = [
  {
    by: 'demo',
    ago: 156,
    text: 'Hello! I just arrived. I like bicycles, bread and arriving by train. Whom should I follow? #introduction',
    heat: 3,
    replies: [
      {
        by: 'mira',
        after: 6,
        text: 'Welcome! You have described about half of us. Start with @anouk for bicycles.',
        heat: 1,
      },
      { by: 'ruth', after: 13, text: 'Welcome. For bread: @tomasz, who is right, and me, who is not.', heat: 2 },
      { by: 'jonas_b', after: 24, text: 'Willkommen! Am Zug liegt es nie, nur am Fahrplan. Stets zu Diensten.' },
      { by: 'zainab', after: 40, text: 'Welcome. No shushing here; post as loudly as you like.', heat: 1 },
    ],
  },
]
