import { signUpVerdict } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { requestsRead } from '../requests/index.ts'
import { type Bus, othersWrote } from '../signals/index.ts'
import { gather } from './automation/gather.ts'
import { noteLimit, reloadLimits } from './automation/restrain.ts'
import { forgetIpBlocks, judgeSignUp } from './blocks/gate.ts'
import { deleteAged } from './people/admit.ts'
import { forgetRules } from './rules/rules.ts'
import { automationLimited, blocksChanged, rulesChanged, suspensionAged } from './signals.ts'

export function listen(bus: Bus, app: App): void {
  bus.answer(signUpVerdict, (asked) => judgeSignUp(app, asked))
  bus.after(rulesChanged, 'moderation.forget-rules', () => forgetRules(app))
  bus.after(blocksChanged, 'moderation.forget-blocks', () => forgetIpBlocks(app))
  bus.after(othersWrote, 'moderation.forget-all', () => {
    forgetRules(app)
    forgetIpBlocks(app)
    void reloadLimits(app)
  })
  bus.during(requestsRead, 'moderation.automation', (tx, views) => gather(app, tx, views))
  bus.after(automationLimited, 'moderation.note-limit', ({ untilMs, ...who }) => noteLimit(app, who, untilMs))
  bus.later(suspensionAged, 'moderation.delete-suspended', (tx, { accountId, since }) =>
    deleteAged(app, tx, accountId, since),
  )
}
