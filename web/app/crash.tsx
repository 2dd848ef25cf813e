import { Component, type ReactNode } from 'react'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/states.tsx'

/** Keeps a fault of one page from taking the rest along. */
export class Crash extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <div role="alert">
        <Empty icon="alert" title={t('shell.crashed')}>
          <p>{t('shell.crashedText')}</p>
          <Button icon="refresh" onClick={() => location.reload()}>
            {t('shell.reload')}
          </Button>
        </Empty>
      </div>
    )
  }
}
