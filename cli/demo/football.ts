import type { Thread } from './thread.ts'

export const football: readonly Thread[] = [
  {
    by: 'sam_w',
    ago: 141,
    text: 'Walking football, Tuesday. 3–3. I was booked for running. I am fifty-eight, it is the best compliment I have had this year.',
    heat: 3,
    replies: [
      { by: 'carmen', after: 20, text: '¡Tarjeta por correr! La enmarcas ya mismo. I mean: frame it.', heat: 2 },
      { by: 'ngozi', after: 46, text: 'VAR says both feet were off the ground. Both! At the same time! Legend.' },
    ],
  },
  {
    by: 'carmen',
    ago: 105,
    text: 'Hoy paré un penalti. Perdimos 4–0, pero paré UN penalti y durante tres segundos fui Zubizarreta. #fútbol',
    heat: 3,
    replies: [
      { by: 'lucas', after: 26, text: 'O goleiro só precisa de um. Parabéns!' },
      {
        by: 'sofia_r',
        after: 51,
        text: 'Tres segundos de gloria son 900 millones de metros luz. Haz la cuenta.',
        heat: 2,
      },
      {
        by: 'sam_w',
        after: 60,
        text: 'Which way did you dive?',
        replies: [
          { by: 'carmen', after: 18, text: 'I did not dive. I tripped. The ball found me.', language: 'en', heat: 3 },
        ],
      },
    ],
  },
  {
    by: 'lucas',
    ago: 66,
    text: 'Final da várzea: campo inclinado, bola murcha, juiz que é meu primo. Melhor campeonato do mundo. #futebol',
    pictures: [{ scene: 'hills', alt: 'Morros verdes em camadas sob um sol baixo e alaranjado.' }],
    heat: 2,
    replies: [
      { by: 'tomasz', after: 62, text: 'Our pitch also leans. We play downhill second half, it is in the statutes.' },
      {
        by: 'kofi',
        after: 75,
        text: 'And did the cousin give the penalty?',
        replies: [{ by: 'lucas', after: 14, text: 'Contra. Minha tia não fala mais com ele.', heat: 3 }],
      },
    ],
  },
  {
    by: 'sam_w',
    ago: 38,
    text: 'Proposal: every football ground should sell proper bread. I am tired of eating foam around a sausage. Who do I write to?',
    replies: [
      { by: 'tomasz', after: 33, text: 'To me. I deliver within Kraków.', heat: 2 },
      {
        by: 'delia',
        after: 47,
        text: 'The lease of the kiosk at Riverside Park is up in spring. I am only saying.',
        heat: 2,
        replies: [{ by: 'ruth', after: 12, text: 'Gerald and I are listening.', heat: 3 }],
      },
    ],
  },
  {
    by: 'ngozi',
    ago: 16,
    text: 'Half the team is late, the ball is flat, it is 34 degrees, and my nephew wants to know why I am “still in defence”. Child, somebody has to maintain things.',
    heat: 3,
    replies: [
      { by: 'anouk', after: 29, text: 'Left back since 2009. Nobody thanks you until you are on holiday.', heat: 2 },
    ],
  },
]
