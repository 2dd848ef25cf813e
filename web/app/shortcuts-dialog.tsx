import { t } from '../messages/index.ts'
import { showingShortcuts } from '../session/intents.ts'
import { Dialog } from '../ui/dialog.tsx'
import css from './shortcuts-dialog.module.css'

/** Groups of keys and what they do; the words stand in the catalogue. */
const groups = () =>
  [
    [
      t('shell.keysAnywhere'),
      [
        ['n', t('shell.newPost')],
        ['/', t('shell.search')],
        ['?', t('shell.shortcuts')],
        ['g h', t('shell.home')],
        ['g e', t('shell.explore')],
        ['g n', t('shell.notifications')],
        ['g m', t('shell.messages')],
        ['g b', t('shell.bookmarks')],
        ['g f', t('shell.favourites')],
        ['g l', t('shell.lists')],
        ['g u', t('shell.profile')],
        ['g s', t('shell.settings')],
      ],
    ],
    [
      t('shell.keysLists'),
      [
        ['j', t('shell.keyNext')],
        ['k', t('shell.keyPrevious')],
        ['.', t('shell.keyNewest')],
      ],
    ],
    [
      t('shell.keysPost'),
      [
        ['o', t('shell.keyOpen')],
        ['r', t('shell.keyReply')],
        ['f', t('shell.keyFavourite')],
        ['b', t('shell.keyBoost')],
        ['q', t('shell.keyQuote')],
        ['d', t('shell.keyBookmark')],
        ['m', t('shell.keyMention')],
        ['x', t('shell.keyWarning')],
        ['e', t('shell.keyMedia')],
      ],
    ],
  ] as const

/** What the keys do. */
export default function ShortcutsDialog() {
  return (
    <Dialog title={t('shell.shortcuts')} onClose={() => showingShortcuts.set(null)}>
      <div className={css.groups}>
        {groups().map(([title, keys]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([key, words]) => (
                <div key={key}>
                  <dt>
                    {key.split(' ').map((one) => (
                      <kbd key={one}>{one}</kbd>
                    ))}
                  </dt>
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
