import { type FormEvent, useId, useState } from 'react'
import type { Static } from 'typebox'
import type { AdminEmoji as Shape } from '../../server/moderation/emojis/schema.ts'
import { del, patch, post } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { askToConfirm, Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/fields.tsx'
import { Empty, errorText } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { staffChanged, useDoing } from './doing.ts'
import { EditDialog } from './edit-dialog.tsx'
import { Badge } from './parts.tsx'
import css from './staff.module.css'
import { StaffList, useStaffPages } from './staff-list.tsx'
import { StaffPage } from './staff-page.tsx'

type AdminEmoji = Static<typeof Shape>
const PATH = '/api/tweeter/v1/admin/custom_emojis'

export default function EmojisPage() {
  return (
    <StaffPage section="/admin/emojis">
      <Emojis />
    </StaffPage>
  )
}

function Emojis() {
  const pages = useStaffPages<AdminEmoji>(PATH, { limit: 40 })
  const [isAdding, setAdding] = useState(false)
  return (
    <>
      <div className={css.bar}>
        <p>{t('moderation.emojisAbout')}</p>
        <Button variant="primary" icon="plus" onClick={() => setAdding(true)}>
          {t('moderation.addEmoji')}
        </Button>
      </div>
      <StaffList
        label={t('moderation.emojis')}
        pages={pages}
        keyOf={({ id }) => id}
        render={(emoji) => <EmojiRow emoji={emoji} />}
        empty={<Empty icon="emoji" title={t('moderation.noEmojis')} />}
      />
      {isAdding && <UploadDialog onClose={() => setAdding(false)} />}
    </>
  )
}

function EmojiRow({ emoji }: { readonly emoji: AdminEmoji }) {
  const { busy, run } = useDoing()
  const [isOpen, setOpen] = useState(false)
  const name = `:${emoji.shortcode}:`
  const remove = async () => {
    const asked = { title: t('moderation.deleteAsk', { name }), text: t('moderation.emojiDelete') }
    if (await askToConfirm({ ...asked, action: t('common.delete'), danger: true }))
      await run('delete', () => del(`${PATH}/${emoji.id}`), t('moderation.deleted'))
  }
  return (
    <div className={css.row}>
      <div className={css.withPicture}>
        <img className={css.emojiPicture} src={emoji.url} alt="" loading="lazy" />
        <div className={css.lines}>
          <b dir="ltr">{name}</b>
          <span className={css.meta}>
            {emoji.category && <bdi>{emoji.category}</bdi>}
            {emoji.disabled && <Badge tone="bad">{t('moderation.isOff')}</Badge>}
            {!emoji.visible_in_picker && <Badge>{t('moderation.isNotInPicker')}</Badge>}
          </span>
        </div>
      </div>
      <div className={css.deeds}>
        <Button
          size="small"
          busy={busy === 'disable'}
          onClick={() => void run('disable', () => patch(`${PATH}/${emoji.id}`, { disabled: !emoji.disabled }))}
        >
          {t(emoji.disabled ? 'moderation.switchOn' : 'moderation.switchOff')}
        </Button>
        <IconButton icon="pencil" label={`${t('common.edit')}: ${name}`} onClick={() => setOpen(true)} />
        <IconButton
          icon="trash"
          label={`${t('common.delete')}: ${name}`}
          disabled={busy === 'delete'}
          onClick={() => void remove()}
        />
      </div>
      {isOpen && (
        <EditDialog
          title={name}
          fields={[
            { name: 'category', label: t('moderation.emojiCategory'), hint: t('common.optional') },
            { name: 'visible_in_picker', label: t('moderation.inPicker'), kind: 'check' },
            { name: 'featured', label: t('moderation.featured'), kind: 'check', hint: t('moderation.featuredHint') },
          ]}
          values={{
            category: emoji.category ?? '',
            visible_in_picker: emoji.visible_in_picker,
            featured: emoji.featured,
          }}
          save={(values) => patch(`${PATH}/${emoji.id}`, { ...values, category: values.category || null })}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  )
}

/** `Party Cat.png` gives `party_cat`. */
const shortcodeOf = (fileName: string): string =>
  fileName
    .replace(/\.\w+$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')

function uploadEmoji(shortcode: string, category: string, file: File): Promise<unknown> {
  const form = new FormData()
  form.set('shortcode', shortcode)
  form.set('image', file)
  if (category) form.set('category', category)
  return post(PATH, form)
}

function UploadDialog({ onClose }: { readonly onClose: () => void }) {
  const [shortcode, setShortcode] = useState('')
  const [category, setCategory] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const id = useId()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!file) return
    setBusy(true)
    try {
      await uploadEmoji(shortcode, category.trim(), file)
      await staffChanged()
      toast(t('moderation.added'))
      onClose()
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={t('moderation.addEmoji')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" form={id} variant="primary" busy={busy}>
            {t('common.add')}
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={(event) => void submit(event)}>
        {error !== null && (
          <p className={css.refused} role="alert">
            {errorText(error)}
          </p>
        )}
        <TextField
          label={t('moderation.picture')}
          hint={t('moderation.pictureHint')}
          type="file"
          accept="image/png,image/gif,image/webp,image/avif,image/jpeg"
          required
          onChange={(event) => {
            const chosen = event.target.files?.[0] ?? null
            setFile(chosen)
            if (chosen && !shortcode) setShortcode(shortcodeOf(chosen.name))
          }}
        />
        <TextField
          label={t('moderation.shortcode')}
          hint={t('moderation.shortcodeHint')}
          value={shortcode}
          required
          dir="ltr"
          onChange={(event) => setShortcode(event.target.value)}
        />
        <TextField
          label={t('moderation.emojiCategory')}
          hint={t('common.optional')}
          value={category}
          onChange={(event) => setCategory(event.target.value)}
        />
      </form>
    </Dialog>
  )
}
