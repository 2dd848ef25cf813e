import type { Thread } from './thread.ts'

export const city: readonly Thread[] = [
  {
    by: 'councilwatch',
    ago: 154,
    text: 'Agenda for Thursday, 18:00, town hall: (1) night bus pilot, lines N2 and N5; (2) benches along the river path; (3) lease of the kiosk in Riverside Park; (4) library opening hours. The public may speak for three minutes on each. #RiversideCouncil',
    heat: 1,
    replies: [
      {
        by: 'hamish',
        after: 52,
        text: 'Item 2. I have prepared a diagram.',
        heat: 2,
        replies: [{ by: 'delia', after: 20, text: 'We have booked the projector for you, Hamish.', heat: 3 }],
      },
      { by: 'zainab', after: 64, text: 'Item 4. I have prepared a trolley of overdue arguments.' },
    ],
  },
  {
    by: 'delia',
    ago: 129,
    text: 'On the night bus: it costs 41,000 a year and carries cleaners, nurses, bakers and, yes, some people singing. I would like us to be a city that brings all of them home. Come and say so on Thursday, or write to me. #RiversideCouncil',
    heat: 2,
    replies: [
      {
        by: 'joost',
        after: 37,
        text: 'Boardings by hour, from the pilot counts. The peak is not at closing time, it is at 04:40.',
        heat: 3,
        pictures: [
          {
            scene: 'bars',
            alt: 'Bar chart of night bus boardings for each hour: a small peak after midnight and a much larger one before five in the morning.',
          },
        ],
        replies: [{ by: 'tomasz', after: 30, text: 'Those are my people.', heat: 2 }],
      },
      { by: 'sam_w', after: 65, text: 'I am some of the singing. I vote for the bus.', heat: 3 },
    ],
  },
  {
    by: 'councilwatch',
    ago: 81,
    text: 'Votes of Thursday: night buses N2 and N5 extended for two years (14 to 9). Benches: twelve, not eight (unanimous, after a diagram). Kiosk lease: to be advertised. Library: open on Sundays from January (17 to 6). Minutes: https://example.org/riverside/minutes #RiversideCouncil',
    heat: 3,
    replies: [
      { by: 'hamish', after: 11, text: 'After a diagram!', heat: 3 },
      { by: 'zainab', after: 19, text: 'SUNDAYS. I am hugging a globe.', heat: 3 },
      {
        by: 'demo',
        after: 42,
        text: 'I wish my town had an account like this. Who writes these summaries?',
        replies: [
          {
            by: 'delia',
            after: 38,
            text: 'Four volunteers and a script. They publish how it works; copying it is encouraged.',
            heat: 1,
          },
        ],
      },
    ],
  },
  {
    by: 'joost',
    ago: 44,
    text: 'Stood at a bus stop for two hours with a clicker, as one does. 61 people waited, 38 of them standing in the rain next to the shelter, because the shelter faces away from where the bus comes from. #publictransport',
    heat: 3,
    replies: [
      { by: 'anouk', after: 18, text: 'Designed on a screen, used with a neck.', heat: 3 },
      { by: 'hamish', after: 55, text: 'Rotate the shelter or rotate the bus. I can do a diagram.', heat: 2 },
      {
        by: 'delia',
        after: 71,
        text: 'Which stop? I will bring it up on Monday, with your clicker numbers and your name.',
      },
    ],
  },
  {
    by: 'sam_w',
    ago: 26,
    text: 'To whoever returned my wallet to the post office with the cash AND the bus ticket from 2011 in it: you are what I mean when I say “this town”.',
    heat: 3,
    replies: [
      {
        by: 'zainab',
        after: 24,
        text: 'Why do you have a bus ticket from 2011?',
        replies: [{ by: 'sam_w', after: 9, text: 'Wembley.', heat: 3 }],
      },
    ],
  },
  {
    by: 'delia',
    ago: 3,
    text: 'First of the twelve benches is in, by the weir. An elderly gentleman sat down before the concrete was dry. We shall call it the Hamish bench and pour the next one.',
    pictures: [{ scene: 'city', alt: 'Silhouettes of houses along a river in evening light, with lit windows.' }],
    heat: 3,
    replies: [
      {
        by: 'hamish',
        after: 14,
        text: 'I was testing the angle. It is correct. My trousers are now part of the city.',
        heat: 3,
      },
      { by: 'mira', after: 27, text: 'Put googly eyes on it.', heat: 3 },
    ],
  },
]
