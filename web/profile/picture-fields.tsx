import { type ChangeEvent, useEffect, useRef, useState } from 'react'
import type { CredentialAccount } from '../../server/accounts/schema.ts'
import { t } from '../messages/index.ts'
import { instance } from '../session/me.ts'
import { Icon } from '../ui/icons.tsx'
import { Menu } from '../ui/menu.tsx'
import { toastError } from '../ui/toast.tsx'
import type { Draft, Errors } from './draft.ts'
import css from './edit-profile.module.css'

type Kind = 'avatar' | 'header'
const TYPES = 'image/png,image/jpeg,image/gif,image/webp,image/avif,image/heic'

interface PicturesProps {
  readonly me: CredentialAccount
  readonly draft: Draft
  readonly errors: Errors
  readonly onChange: (change: Partial<Draft>) => void
}

/** Header and avatar as they will stand on the profile; pressing one changes it. */
export function PictureFields({ me, draft, errors, onChange }: PicturesProps) {
  const props = (kind: Kind) => ({
    kind,
    chosen: draft[kind],
    now: me[kind],
    onChange: (picture: Draft['avatar']) => onChange({ [kind]: picture }),
  })
  const wrong = errors.avatar ?? errors.header
  return (
    <div className={css.pictures}>
      <PictureField {...props('header')} />
      <PictureField {...props('avatar')} />
      {wrong && (
        <p role="alert" className={css.wrong}>
          {wrong}
        </p>
      )}
    </div>
  )
}

interface PictureFieldProps {
  readonly kind: Kind
  readonly chosen: Draft['avatar']
  /** The address of what it is now. */
  readonly now: string
  readonly onChange: (picture: Draft['avatar']) => void
}

function PictureField({ kind, chosen, now, onChange }: PictureFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const preview = usePreview(chosen instanceof File ? chosen : null)
  const label = t(kind === 'avatar' ? 'accounts.avatar' : 'accounts.header')
  const hasOwn = chosen instanceof File || (chosen === null && !now.includes('/default/'))
  const shown = preview ?? (chosen === 'remove' ? null : now)
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0]
    event.target.value = ''
    if (file) onChange(file)
  }
  return (
    <div className={css[kind]}>
      {shown && <img src={shown} alt="" onError={() => preview && toastError(new Error(t('accounts.noPicture')))} />}
      <Menu
        items={[
          { label: t('accounts.choosePicture'), icon: 'image', onSelect: () => input.current?.click() },
          hasOwn && {
            label: t('accounts.removePicture'),
            icon: 'trash',
            danger: true,
            onSelect: () => onChange(now.includes('/default/') ? null : 'remove'),
          },
        ]}
        button={(menu) => (
          <button type="button" {...menu} aria-label={t('accounts.changePicture', { picture: label })} title={label}>
            <Icon name="camera" />
          </button>
        )}
      />
      <input ref={input} type="file" accept={TYPES} hidden aria-label={label} onChange={take} data-picture={kind} />
    </div>
  )
}

function usePreview(file: File | null): string | null {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (!file) return setUrl(null)
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return url
}

/** How large a description may be. */
export const MOST_DESCRIPTION = instance.configuration.media_attachments.description_limit
