import type { Thread } from './thread.ts'

export const trains: readonly Thread[] = [
  {
    by: 'jonas_b',
    ago: 160,
    text: 'Berlin ab 18:32, Stockholm an 9:55, dazwischen sechs Stunden Schlaf und ein Frühstück mit Blick auf Wald. Mehr Luxus brauche ich nicht. #Nachtzug',
    pictures: [{ scene: 'night', alt: 'Sternenhimmel über dunklen Hügeln, so wie er aus dem Abteilfenster aussah.' }],
    heat: 3,
    pinned: true,
    replies: [
      {
        by: 'bruno',
        after: 21,
        text: 'Welcher Wagen? Über dem Drehgestell schläft man wie in der Waschmaschine.',
        replies: [{ by: 'jonas_b', after: 16, text: 'Wagen 22, Mitte. Ich buche nach Achsabstand.', heat: 2 }],
      },
      {
        by: 'ines',
        after: 60,
        text: 'E em Lisboa continuamos à espera do comboio para Madrid…',
        replies: [
          { by: 'jonas_b', after: 35, text: 'Ich komme, sobald er fährt. Versprochen, mit Ankündigung und Kuchen.' },
        ],
      },
    ],
  },
  {
    by: 'elena_v',
    ago: 127,
    text: 'Sleeper report, Budapest to Bucharest: 14 hours, one (1) working socket per compartment, negotiated by four strangers into a written rota. By Arad we had elected a chair. #nighttrain',
    heat: 3,
    replies: [
      {
        by: 'marek',
        after: 26,
        text: 'Mutual exclusion with a fair lock. Did anybody starve?',
        replies: [
          { by: 'elena_v', after: 9, text: 'Only the phone of a man called Gheorghe, who had voted against.', heat: 3 },
        ],
      },
      { by: 'kofi', after: 50, text: 'You formed a consensus protocol at 02:00 without clocks. Please publish.' },
      { by: 'delia', after: 81, text: 'Minutes or it didn’t happen.', heat: 2 },
    ],
  },
  {
    by: 'marek',
    ago: 96,
    text: 'Why does a train wait outside the station when “the platform is clearly empty”? A short thread, because I get asked at every wedding. 1/ #railways',
    heat: 2,
    replies: [
      {
        by: 'marek',
        after: 4,
        text: '2/ A train may only move where the line ahead is proven clear. Not “looks clear”. Proven, by axle counters, points that report they are locked, and a signal that would rather be red.',
        replies: [
          {
            by: 'marek',
            after: 5,
            text: '3/ The empty platform is booked for something that crosses your path in two minutes. If we let you in first, it waits, and with it the train behind. The timetable chose you, gently, as the one who sits still.',
            heat: 2,
            replies: [
              {
                by: 'marek',
                after: 4,
                text: '4/4 And whenever a part of this is not sure of itself, everything goes red. A signal failure is the system saying “I do not know”, which I wish more systems did.',
                heat: 3,
                replies: [
                  {
                    by: 'ngozi',
                    after: 38,
                    text: 'I am printing the last sentence and hanging it over my desk.',
                    heat: 2,
                  },
                  {
                    by: 'sam_w',
                    after: 75,
                    text: 'So it isn’t leaves?',
                    replies: [{ by: 'marek', after: 6, text: 'It is sometimes leaves.', heat: 3 }],
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
  {
    by: 'ines',
    ago: 64,
    text: 'Perdi o 28 outra vez. Em compensação, a senhora da mercearia ofereceu-me uma pêra «para a espera». #Lisboa',
    replies: [
      { by: 'lucas', after: 33, text: 'Atraso com pêra não é atraso.' },
      {
        by: 'mei',
        after: 58,
        text: 'I put this through a translator and now I want to miss a tram in Lisbon.',
        heat: 2,
      },
    ],
  },
  {
    by: 'bruno',
    ago: 34,
    text: 'Anschluss in Arth-Goldau: drei Minuten. Geplant, gefahren, gehalten. Kein Witz, ich schreibe das nur auf, weil ich gerade Besuch hatte, der es nicht glaubte. #SBB',
    heat: 2,
    replies: [
      {
        by: 'jonas_b',
        after: 12,
        text: 'Mein Beileid. Hier melden wir so etwas als Störung im Betriebsablauf.',
        heat: 3,
      },
      { by: 'joost', after: 44, text: 'Three minutes is a promise that somebody keeps every hour. Beautiful work.' },
    ],
  },
  {
    by: 'jonas_b',
    ago: 11,
    text: 'Ich sammle Lieblingsgerichte aus Speisewagen, die es noch gibt. Bisher: tschechische Svíčková, polnischer Żurek, die Linsen im Nachtzug nach Zagreb. Was fehlt? #Speisewagen',
    heat: 2,
    replies: [
      { by: 'marek', after: 19, text: 'Smažený sýr on the Prague to Žilina. I will accept no discussion.' },
      {
        by: 'yusuf',
        after: 47,
        text: 'The soup on the Eastern Express to Kars. Twenty-four hours, one soup, it gets better.',
        heat: 2,
      },
      {
        by: 'demo',
        after: 52,
        text: 'The tea with lemon in a real glass, somewhere after Brno.',
        replies: [{ by: 'jonas_b', after: 8, text: 'Notiert! Glas zählt als Gericht.', heat: 1 }],
      },
    ],
  },
  {
    by: 'elena_v',
    ago: 4,
    text: 'On the platform with a book, two apples and forty minutes. The board says “on time” in the voice of somebody who has been hurt before.',
    heat: 2,
    replies: [{ by: 'abena', after: 25, text: 'May I have that sentence? I will give it a good home.' }],
  },
]
