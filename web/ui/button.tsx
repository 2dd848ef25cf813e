import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode } from 'react'
import css from './button.module.css'
import { Icon, type IconName } from './icons.tsx'
import { Link } from './router.tsx'

type Variant = 'primary' | 'quiet' | 'plain' | 'danger'
interface Look {
  /** primary: the one thing to do here. quiet: outlined. plain: text only. danger: what cannot be undone. */
  readonly variant?: Variant
  readonly size?: 'small' | 'normal' | 'wide'
  readonly icon?: IconName
  readonly children?: ReactNode
}

const classesOf = ({ variant = 'quiet', size = 'normal' }: Look) => `${css.button} ${css[variant]} ${css[size]}`

/** A button with words. `busy` shows that its work is under way, and keeps it from being done twice. */
export function Button({
  variant,
  size,
  icon,
  busy = false,
  children,
  className,
  type = 'button',
  disabled,
  ...rest
}: Look & ButtonHTMLAttributes<HTMLButtonElement> & { readonly busy?: boolean }) {
  const look = { ...(variant && { variant }), ...(size && { size }) }
  return (
    <button
      {...rest}
      type={type}
      className={`${classesOf(look)} ${className ?? ''}`}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  )
}

/** A link that looks like a button. */
export function ButtonLink({
  to,
  variant,
  size,
  icon,
  children,
  className,
  ...rest
}: Look & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & { readonly to: string }) {
  const look = { ...(variant && { variant }), ...(size && { size }) }
  return (
    <Link {...rest} to={to} className={`${classesOf(look)} ${className ?? ''}`}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </Link>
  )
}

/** A round button with an icon only; `label` says to everybody what it does. */
export function IconButton({
  icon,
  label,
  solid = false,
  className,
  type = 'button',
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & {
  readonly icon: IconName
  readonly label: string
  readonly solid?: boolean
}) {
  return (
    <button {...rest} type={type} className={`${css.icon} ${className ?? ''}`} aria-label={label} title={label}>
      <Icon name={icon} solid={solid} />
    </button>
  )
}
