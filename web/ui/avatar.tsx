import { useState } from 'react'
import css from './avatar.module.css'

interface AvatarProps {
  /** The still picture (`avatar_static`). */
  readonly src: string
  /** The picture as it moves (`avatar`): shown while the pointer is over it. */
  readonly animated?: string
  readonly size?: 'tiny' | 'small' | 'normal' | 'large' | 'huge'
}

/** Somebody's picture. It says nothing to screen readers: the name stands beside it. */
export function Avatar({ src, animated, size = 'normal' }: AvatarProps) {
  const [isOver, setOver] = useState(false)
  const moves = animated !== undefined && animated !== src
  return (
    <img
      className={`${css.avatar} ${css[size]}`}
      src={moves && isOver ? animated : src}
      alt=""
      loading="lazy"
      decoding="async"
      width="96"
      height="96"
      {...(moves && { onPointerEnter: () => setOver(true), onPointerLeave: () => setOver(false) })}
    />
  )
}
