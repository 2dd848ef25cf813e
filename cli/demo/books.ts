import type { Thread } from './thread.ts'

export const books: readonly Thread[] = [
  {
    by: 'zainab',
    ago: 124,
    text: 'A child returned a dinosaur book today with a correction slip. The correction was right. I have written to the publisher and promoted the child. #library',
    heat: 3,
    replies: [
      {
        by: 'ngozi',
        after: 16,
        text: 'First accepted patch! Please tell them that the rest of us started the same way.',
        heat: 2,
      },
      {
        by: 'abena',
        after: 33,
        text: 'What was the mistake?',
        replies: [
          {
            by: 'zainab',
            after: 12,
            text: 'Page 14 had Spinosaurus eating something that died out thirty million years before. “He could not have,” said the slip. “Sorry.”',
            heat: 3,
          },
        ],
      },
    ],
  },
  {
    by: 'leyla',
    ago: 94,
    text: '«از صدای سخن عشق ندیدم خوش‌تر / یادگاری که در این گنبد دوّار بماند»\nحافظ، شبِ پنجره‌های روشن. #شعر',
    heat: 3,
    pinned: true,
    replies: [
      { by: 'kaveh', after: 29, text: 'گنبد دوّار! حافظ هم منجم بود، فقط تلسکوپ نداشت.', heat: 2 },
      {
        by: 'ines',
        after: 75,
        text: 'Tentei traduzir. «Nada mais belo ouvi do que a voz do amor, lembrança que fica sob a cúpula que gira.» Perdoa-me, Hafez.',
        heat: 2,
        replies: [{ by: 'leyla', after: 41, text: 'او می‌بخشد. زیبا شد.', heat: 1 }],
      },
    ],
  },
  {
    by: 'abena',
    ago: 74,
    text: 'Cut a chapter of 6,000 words today that I loved. The book exhaled. I did not. #amwriting',
    heat: 2,
    replies: [
      {
        by: 'ngozi',
        after: 20,
        text: 'Keep it in a branch.',
        replies: [{ by: 'abena', after: 6, text: 'The branch is called “grief”.', heat: 3 }],
      },
      { by: 'wren', after: 46, text: 'The same with hatching. It is always two lines too many.' },
    ],
  },
  {
    by: 'hamish',
    ago: 51,
    text: 'Crossword, 17 across: “Sounds like you are in debt for a poem (3)”. I have taught for forty years and it took me until lunch.',
    heat: 1,
    replies: [
      { by: 'abena', after: 13, text: 'Lovely. No spoilers, but: I also am.', heat: 2 },
      { by: 'demo', after: 37, text: 'Oh! Oh. That is good.' },
    ],
  },
  {
    by: 'ines',
    ago: 36,
    text: 'Hoje traduzi uma frase em quatro horas. Em português ficou com cinco palavras. O autor escreveu-me: «obrigado, agora percebo o que eu queria dizer». #tradução',
    heat: 3,
    replies: [{ by: 'zainab', after: 40, text: 'Put this in the museum of quiet victories.', heat: 2 }],
  },
  {
    by: 'zainab',
    ago: 6,
    text: 'What are you reading, and where is it lying right now? Mine: “The Living Mountain”, face down on a radiator, forgive me. #bookstodon #reading',
    heat: 2,
    replies: [
      { by: 'jonas_b', after: 9, text: 'Kursbuch 1974, Gepäcknetz.', heat: 2 },
      { by: 'oskar', after: 21, text: 'The pilot book, chart table, under a mug, as the law demands.' },
      { by: 'leyla', after: 26, text: 'فروغ، روی لبهٔ پنجره، کنار چای سرد.' },
      { by: 'ruth', after: 32, text: 'Your bread book. On Gerald.', heat: 3 },
    ],
  },
]
