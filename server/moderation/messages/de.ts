import type { Translation } from '../../kit/index.ts'
import type { en } from './en.ts'

export const de: Translation<typeof en> = {
  automation: {
    limited:
      'Dein Konto hat Anfragen gestellt, wie es ein Programm tut. Bis {until} darf es ein Zehntel der üblichen Zahl stellen; alles andere bleibt, wie es ist. Wenn es ein Bot ist, kennzeichne es bitte in deinem Profil. Wenn das ein Irrtum ist, schreib denen, die dieses Netzwerk betreiben.',
  },
}
