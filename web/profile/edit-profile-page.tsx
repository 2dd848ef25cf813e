import { t } from '../messages/index.ts'
import { useMe } from '../session/me.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { EditProfile } from './edit-profile.tsx'
import { FeaturedTagsEditor } from './featured-tags-editor.tsx'

/** One's own profile, to be changed. */
export default function EditProfilePage() {
  const me = useMe()
  if (!me) return null
  return (
    <Page
      title={t('accounts.editProfile')}
      back="/settings"
      actions={
        <ButtonLink to={`/@${me.acct}`} size="small">
          {t('accounts.seeProfile')}
        </ButtonLink>
      }
    >
      <EditProfile />
      <FeaturedTagsEditor />
    </Page>
  )
}
