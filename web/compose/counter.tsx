import { t } from '../messages/index.ts'
import { longCount } from '../ui/time.tsx'
import css from './composer.module.css'

/** From so few characters left on the number is shown. */
const NEAR = 40
const RADIUS = 9
const ROUND = 2 * Math.PI * RADIUS

/** How much of the room is used: a ring, and near the end how many characters are left. */
export function Counter({ id, length, most }: { readonly id: string; readonly length: number; readonly most: number }) {
  const left = most - length
  const state = left < 0 ? css.over : left <= NEAR ? css.near : ''
  const words = left < 0 ? t('compose.over', { count: -left }) : t('compose.left', { count: left })
  return (
    <span className={`${css.counter} ${state}`} title={words}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <circle cx="12" cy="12" r={RADIUS} />
        <circle
          cx="12"
          cy="12"
          r={RADIUS}
          strokeDasharray={ROUND}
          strokeDashoffset={ROUND * (1 - Math.min(1, length / most))}
          transform="rotate(-90 12 12)"
        />
      </svg>
      <b aria-hidden="true">{left <= NEAR ? longCount(left) : ''}</b>
      <span id={id} className="unseen">
        {words}
      </span>
      {/* Read out only when it matters. */}
      <span className="unseen" role="status">
        {left < 0 || left === 0 || left === NEAR / 2 ? words : ''}
      </span>
    </span>
  )
}
