import { Fragment, useRef, useState } from 'react'
import type { TrafficReport } from '../../server/moderation/operation/traffic-schema.ts'
import { t } from '../messages/index.ts'
import { Chips } from '../moderation/parts.tsx'
import staff from '../moderation/staff.module.css'
import { Section } from '../ui/page.tsx'
import plot from '../ui/plot.module.css'
import { longCount } from '../ui/time.tsx'
import { inMs } from './health-words.ts'
import { type Order, ordered, orders, steady } from './route-order.ts'
import css from './traffic.module.css'

export interface RouteChoice {
  readonly method: string
  readonly route: string
}

interface RoutesProps {
  readonly rows: TrafficReport['routes']
  readonly chosen: RouteChoice | null
  readonly onChoose: (route: RouteChoice | null) => void
}

/** Which routes are asked for, and how long they take. Rows do not change places while somebody is among them. */
export function Routes({ rows, chosen, onChoose }: RoutesProps) {
  const [order, setOrder] = useState<Order>('busiest')
  const [isAmong, setAmong] = useState(false)
  const shown = useSteady(ordered(rows, order), order, isAmong)
  return (
    <Section title={t('traffic.routes')}>
      <Chips
        label={t('traffic.order')}
        value={order}
        options={orders.map((one) => [one, t(`traffic.${one}`)])}
        onChange={(value) => setOrder(value as Order)}
      />
      {shown.length === 0 ? (
        <p className={css.text}>{t(order === 'failing' ? 'traffic.noErrors' : 'traffic.noSlow')}</p>
      ) : (
        <section
          className={css.routes}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label={t('traffic.routes')}
          onPointerEnter={() => setAmong(true)}
          onPointerLeave={() => setAmong(false)}
          onFocus={() => setAmong(true)}
          onBlur={() => setAmong(false)}
        >
          <table className={plot.table}>
            <caption className="unseen">{t('traffic.routes')}</caption>
            <Head />
            <tbody>
              {shown.map((row) => (
                <RouteRow
                  key={`${row.method} ${row.route}`}
                  row={row}
                  isChosen={chosen?.method === row.method && chosen.route === row.route}
                  onChoose={onChoose}
                />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Section>
  )
}

function useSteady(rows: RoutesProps['rows'], order: Order, isAmong: boolean): RoutesProps['rows'] {
  const before = useRef<{ readonly order: Order; readonly rows: RoutesProps['rows'] }>({ order, rows: [] })
  const shown = isAmong && before.current.order === order ? steady(before.current.rows, rows) : rows
  before.current = { order, rows: shown }
  return shown
}

const Head = () => (
  <thead>
    <tr>
      <th scope="col">{t('traffic.route')}</th>
      <th scope="col">{t('traffic.requests')}</th>
      <th scope="col">{t('operation.errors')}</th>
      <th scope="col">p50</th>
      <th scope="col">p95</th>
      <th scope="col">p99</th>
    </tr>
  </thead>
)

/** May be broken after each slash, and elsewhere only where there is no other way. */
const Breaking = ({ text }: { readonly text: string }) =>
  text.split(/(?<=\/)/).map((part, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name
    <Fragment key={place}>
      {place > 0 && <wbr />}
      {part}
    </Fragment>
  ))

interface RouteRowProps {
  readonly row: TrafficReport['routes'][number]
  readonly isChosen: boolean
  readonly onChoose: RoutesProps['onChoose']
}

const RouteRow = ({ row, isChosen, onChoose }: RouteRowProps) => (
  <tr className={isChosen ? css.chosen : undefined}>
    <th scope="row">
      <button
        type="button"
        className={css.route}
        aria-pressed={isChosen}
        title={t('traffic.onlyRoute', { route: `${row.method} ${row.route}` })}
        onClick={() => onChoose(isChosen ? null : { method: row.method, route: row.route })}
      >
        <span dir="ltr" className={staff.mono}>
          <b>{row.method}</b> <Breaking text={row.route} />
        </span>
        {row.route === '' && <i>{t('traffic.noRoute')}</i>}
      </button>
    </th>
    <td>{longCount(row.requests)}</td>
    <td className={row.errors > 0 ? css.wrong : undefined}>{longCount(row.errors)}</td>
    <td>{inMs(row.p50_ms)}</td>
    <td>{inMs(row.p95_ms)}</td>
    <td>{inMs(row.p99_ms)}</td>
  </tr>
)
