import { sparkPath } from './spark-path.ts'
import css from './staff.module.css'

/** A line through so many values; `label` says the same in words. */
export function Spark({ values, label }: { readonly values: readonly number[]; readonly label: string }) {
  const { line, area } = sparkPath(values)
  return (
    <svg className={css.spark} viewBox="0 0 100 30" preserveAspectRatio="none" role="img" aria-label={label}>
      <path className={css.under} d={area} />
      <path d={line} />
    </svg>
  )
}
