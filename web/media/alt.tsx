import { useId, useRef } from 'react'
import { t } from '../messages/index.ts'
import css from './media.module.css'

const MARGIN_PX = 8

/** The badge of a picture that somebody described, and the description on demand. */
export function Alt({ description }: { readonly description: string }) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button
        ref={button}
        type="button"
        className={`${css.badge} ${css.alt}`}
        popoverTarget={id}
        title={t('media.showAlt')}
      >
        <span>
          {t('media.alt')}
          <span className="unseen">: {t('media.showAlt')}</span>
        </span>
      </button>
      <div
        id={id}
        popover="auto"
        className={css.description}
        onToggle={(event) => {
          if (event.newState === 'open') place(event.currentTarget, button.current!)
        }}
      >
        <strong>{t('media.description')}</strong>
        <p dir="auto">{description}</p>
      </div>
    </>
  )
}

/** Above the badge, below it where there is no room; inside the window in any case. */
function place(popover: HTMLElement, opener: HTMLElement): void {
  const at = opener.getBoundingClientRect()
  const { width, height } = popover.getBoundingClientRect()
  const above = at.top - height - MARGIN_PX
  const top = above >= MARGIN_PX ? above : Math.min(at.bottom + MARGIN_PX, innerHeight - height - MARGIN_PX)
  const rtl = document.documentElement.dir === 'rtl'
  const wanted = rtl ? at.right - width : at.left
  popover.style.top = `${Math.max(MARGIN_PX, top)}px`
  popover.style.left = `${Math.min(Math.max(MARGIN_PX, wanted), document.documentElement.clientWidth - width - MARGIN_PX)}px`
}
