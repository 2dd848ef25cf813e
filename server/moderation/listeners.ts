import { signUpVerdict } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { type Bus, othersWrote } from '../signals/index.ts'
import { forgetIpBlocks, judgeSignUp } from './blocks/gate.ts'
import { deleteAged } from './people/admit.ts'
import { forgetRules } from './rules/rules.ts'
import { blocksChanged, rulesChanged, suspensionAged } from './signals.ts'

export function listen(bus: Bus, app: App): void {
  bus.answer(signUpVerdict, (asked) => judgeSignUp(app, asked))
  bus.after(rulesChanged, 'moderation.forget-rules', () => forgetRules(app))
  bus.after(blocksChanged, 'moderation.forget-blocks', () => forgetIpBlocks(app))
  bus.after(othersWrote, 'moderation.forget-all', () => {
    forgetRules(app)
    forgetIpBlocks(app)
  })
  bus.later(suspensionAged, 'moderation.delete-suspended', (tx, { accountId, since }) =>
    deleteAged(app, tx, accountId, since),
  )
}
