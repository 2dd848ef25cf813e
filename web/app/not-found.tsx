import { t } from '../messages/index.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { Empty } from '../ui/states.tsx'

export const NotFoundPage = () => (
  <Page title={t('common.notFound')} back="/">
    <Empty icon="compass" title={t('common.notFound')}>
      <p>{t('common.notFoundText')}</p>
      <ButtonLink to="/" variant="primary">
        {t('common.goHome')}
      </ButtonLink>
    </Empty>
  </Page>
)
