import css from './avatar.module.css'

interface AvatarProps {
  readonly src: string
  readonly size?: 'tiny' | 'small' | 'normal' | 'large' | 'huge'
}

/** Somebody's picture. It says nothing to screen readers: the name stands beside it. */
export const Avatar = ({ src, size = 'normal' }: AvatarProps) => (
  <img
    className={`${css.avatar} ${css[size]}`}
    src={src}
    alt=""
    loading="lazy"
    decoding="async"
    width="96"
    height="96"
  />
)
