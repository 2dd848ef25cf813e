import type { Thread } from './thread.ts'

export const astronomy: readonly Thread[] = [
  {
    by: 'hana',
    ago: 147,
    text: 'Saturn last night, 20 cm, 180×. The rings are nearly edge-on this season, so it looks like an olive with ambitions. #astronomy',
    pictures: [{ scene: 'night', alt: 'Drawing of a dark sky with many small stars over a black ridge.' }],
    heat: 2,
    replies: [
      {
        by: 'kaveh',
        after: 31,
        text: 'از شیراز هم همین‌طور بود! بچه‌های کلاس گفتند حلقه را دزدیده‌اند.',
        heat: 2,
        replies: [
          {
            by: 'hana',
            after: 44,
            text: 'Tell them it comes back. It always does; it takes about fifteen years from edge to edge.',
          },
        ],
      },
      {
        by: 'oskar',
        after: 80,
        text: 'From the boat it was a dot that did not twinkle, which is the only way I know it is a planet.',
      },
    ],
  },
  {
    by: 'kaveh',
    ago: 109,
    text: 'امشب با دانش‌آموزان آینهٔ تلسکوپ را صیقل دادیم. هفتاد و دو ساعت کار دست، و خطا کمتر از یک دهم میکرون. با دست! #نجوم #تلسکوپ',
    heat: 3,
    replies: [
      { by: 'leyla', after: 27, text: 'صبر را هم درس می‌دهی، معلم.', heat: 2 },
      {
        by: 'ravi',
        after: 66,
        text: 'Under a tenth of a micron, by hand, by teenagers. I cannot cut bread straight.',
        heat: 3,
      },
      {
        by: 'sofia_r',
        after: 120,
        text: 'Nuestro espejo costó millones y aun así lo tocó una persona al final. ¡Bravo!',
      },
    ],
  },
  {
    by: 'nils',
    ago: 90,
    text: 'Kp 6 expected tonight. If you are north of about 60° and it is clear: go outside at 22:00, face north, let your eyes get used to it, put the phone away. You cannot photograph the first minute. #aurora',
    heat: 3,
    replies: [
      { by: 'callum', after: 48, text: 'Overcast on Orkney. I am looking at the clouds with great expectation.' },
      {
        by: 'mira',
        after: 320,
        text: 'IT WAS GREEN OVER THE HARBOUR. People stopped on the bridge and nobody said anything.',
        heat: 3,
        pictures: [{ scene: 'night', alt: 'Green and violet bands of light over a dark horizon with stars.' }],
      },
      { by: 'oskar', after: 340, text: 'Anchored behind Jurmo. It was in the water, too.', heat: 2 },
    ],
  },
  {
    by: 'sofia_r',
    ago: 61,
    text: 'Turno de noche en el Atacama: seeing de 0,5", silencio, y un zorro que viene a las tres a mirar si dejamos comida. El zorro es parte del equipo. #astronomía',
    pictures: [{ scene: 'moon', alt: 'Una luna grande y pálida sobre un desierto oscuro con estrellas.' }],
    heat: 3,
    pinned: true,
    replies: [
      {
        by: 'carmen',
        after: 90,
        text: '¿Cómo se llama el zorro?',
        replies: [{ by: 'sofia_r', after: 35, text: 'Píxel. A veces se muere uno, pero este vuelve.', heat: 3 }],
      },
    ],
  },
  {
    by: 'abena',
    ago: 49,
    text: 'Astronomers: what would night feel like on a planet that keeps one face to its star? I have a character who has never seen a sunset, and she is about to walk towards one. #scifi #amwriting',
    heat: 2,
    replies: [
      {
        by: 'hana',
        after: 39,
        text: 'Her sun never moves, so time is a direction. “Earlier” might just mean “that way”.',
        heat: 3,
        replies: [
          { by: 'abena', after: 10, text: 'I need to lie down on the floor of this library.', heat: 2 },
          { by: 'zainab', after: 25, text: 'Please use the carpet by Biography.', heat: 3 },
        ],
      },
      {
        by: 'nils',
        after: 72,
        text: 'Steady wind along the ground from dark to light, always. Everything grows leaning. Her hair would know the way.',
        heat: 3,
      },
    ],
  },
  {
    by: 'hana',
    ago: 22,
    text: 'First frost on the tube at 23:10, first shooting star at 23:12, dog asleep on the star chart at 23:15. Session over. #astronomy #dogs',
    heat: 2,
    replies: [{ by: 'wren', after: 55, text: 'Three-line poem with excellent ending.' }],
  },
]
