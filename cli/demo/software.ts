import type { Thread } from './thread.ts'

export const software: readonly Thread[] = [
  {
    by: 'ngozi',
    ago: 138,
    text: 'Somebody opened an issue to say thank you. No bug, no request, just “this has worked for six years and I wanted you to know”. I have labelled it “critical” and pinned it. #opensource',
    heat: 3,
    replies: [
      { by: 'kofi', after: 12, text: 'Please do not fix it.', heat: 3 },
      {
        by: 'ravi',
        after: 34,
        text: 'I am going to go and open five of these.',
        heat: 2,
        replies: [
          { by: 'ngozi', after: 20, text: 'Use the template! Version, platform, steps to gratitude.', heat: 3 },
        ],
      },
      { by: 'demo', after: 76, text: 'I never thought of doing that. Doing it now for the thing I use every day.' },
    ],
  },
  {
    by: 'kofi',
    ago: 121,
    text: 'Reminder for the weekend: a backup that you have not restored is a rumour. #sysadmin',
    heat: 3,
    replies: [
      {
        by: 'elena_v',
        after: 16,
        text: 'We restored ours on Thursday. It took nine minutes and found one table nobody had been backing up since May.',
        heat: 2,
        replies: [{ by: 'kofi', after: 11, text: 'That is a very cheap Thursday.', heat: 2 }],
      },
      { by: 'hamish', after: 140, text: 'My late wife kept the recipes in two drawers for the same reason.', heat: 3 },
    ],
  },
  {
    by: 'ravi',
    ago: 101,
    text: 'An error message is a letter to somebody who is already having a bad day. Say what was wrong, where, and what they can do. Leave out what you were feeling. #compilers',
    heat: 3,
    pinned: true,
    replies: [
      { by: 'ngozi', after: 22, text: '“unexpected token” is not a letter, it is a shrug.', heat: 2 },
      {
        by: 'zainab',
        after: 63,
        text: 'Works for overdue notices too. We rewrote ours last year; the complaints stopped and, curiously, the books came back.',
        heat: 3,
      },
      { by: 'marek', after: 70, text: 'Ours is a red light. Nobody has ever misread it.' },
    ],
  },
  {
    by: 'lucas',
    ago: 83,
    text: 'Deploy na sexta às 17h. Rezem por mim. #devlife',
    replies: [
      { by: 'kofi', after: 3, text: 'No.', heat: 3 },
      { by: 'elena_v', after: 7, text: 'Lucas. Step away from the keyboard and towards the barbecue.', heat: 2 },
      { by: 'lucas', after: 95, text: 'Atualização: o churrasco venceu. Fica para segunda.', heat: 3 },
    ],
  },
  {
    by: 'sofia_r',
    ago: 58,
    text: 'El software del telescopio tiene un comentario de 1998: «arreglar antes del año 2000». Sigue funcionando. Nadie lo toca. Le dejamos una vela. #astronomía #software',
    heat: 3,
    replies: [
      { by: 'ravi', after: 35, text: 'Is the candle in version control?', heat: 2 },
      { by: 'kaveh', after: 61, text: 'ما هم یک فایل داریم که اسمش هست final_final_2. شمعش را فردا روشن می‌کنم.' },
    ],
  },
  {
    by: 'ngozi',
    ago: 31,
    text: 'Release day: 3.0 removes more code than it adds, for the second time in a row. 412 lines in, 1,870 out. The benchmark did not move, the README got shorter, and I can sleep. #opensource',
    pictures: [
      {
        scene: 'bars',
        alt: 'Bar chart of lines of code per release from 1.0 to 3.0: it grows until 2.2 and then falls twice.',
      },
    ],
    heat: 2,
    replies: [
      {
        by: 'demo',
        after: 18,
        text: 'Congratulations! What was the biggest thing that went?',
        replies: [
          {
            by: 'ngozi',
            after: 14,
            text: 'A plugin system. It had one plugin. I had written it, and it was empty.',
            heat: 3,
          },
        ],
      },
      { by: 'abena', after: 58, text: 'This is also how you edit a novel.', heat: 2 },
    ],
  },
  {
    by: 'kofi',
    ago: 13,
    text: 'Postmortem: the disk filled up with logs saying the disk was filling up.',
    heat: 3,
    warning: 'sysadmin humour, mild despair',
    replies: [
      {
        by: 'nils',
        after: 24,
        text: 'We call this a feedback. In the atmosphere it gets a name and a press conference.',
        heat: 2,
      },
      { by: 'ravi', after: 37, text: 'At least it was documented.' },
    ],
  },
  {
    by: 'elena_v',
    ago: 2,
    text: 'Question for people who run small services: what is the one dashboard you actually look at? Not the one you built. The one you look at. #selfhosting',
    replies: [
      { by: 'kofi', after: 9, text: 'Disk free, age of the last restored backup, and the weather. In this order.' },
      { by: 'ngozi', after: 21, text: 'The inbox. If it is quiet, all is well, or mail is down.', heat: 2 },
    ],
  },
]
