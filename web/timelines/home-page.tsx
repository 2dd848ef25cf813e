import { t } from '../messages/index.ts'
import { Page } from '../ui/page.tsx'

export const HomePage = () => <Page title={t('shell.home')}>…</Page>
