/** Words for where filters hold, and for what they do. */
import type { FilterAction, FilterContext } from '../../server/filters/schema.ts'
import { t } from '../messages/index.ts'

export function contextWord(context: FilterContext): string {
  switch (context) {
    case 'home':
      return t('settings.inHome')
    case 'notifications':
      return t('settings.inNotifications')
    case 'public':
      return t('settings.inPublic')
    case 'thread':
      return t('settings.inThread')
    case 'account':
      return t('settings.inAccount')
  }
}

export function actionWord(action: FilterAction): string {
  switch (action) {
    case 'warn':
      return t('settings.actionWarn')
    case 'hide':
      return t('settings.actionHide')
    case 'blur':
      return t('settings.actionBlur')
  }
}
