import { createHash } from 'node:crypto'

/**
 * The picture of an account that has not uploaded one: a bird of its own in front of its own sky, drawn from the seed
 * alone, so that it is the same everywhere and for ever without being stored.
 * @returns SVG, 400x400.
 */
export function defaultAvatar(seed: string): string {
  const draw = dice(seed)
  const sky = draw(24) * 15
  const coat = sky + 90 + draw(12) * 15
  const body = `hsl(${coat} 62% ${50 + draw(4) * 5}%)`
  const wing = `hsl(${coat + 20} 60% 38%)`
  const belly = `hsl(${coat - 25} 75% 86%)`
  const beak = `hsl(${[38, 22, 48, 5][draw(4)]} 95% 58%)`
  const bird = [
    tail(draw(3), wing),
    crest(draw(5), wing),
    '<ellipse cx="195" cy="265" rx="118" ry="112" fill="BODY"/><circle cx="225" cy="165" r="82" fill="BODY"/>'.replaceAll(
      'BODY',
      body,
    ),
    `<ellipse cx="228" cy="292" rx="72" ry="74" fill="${belly}"/>`,
    breast(draw(4), body),
    `<path d="M92 232c62-22 112 8 106 66-4 42-62 52-92 16-20-24-24-58-14-82z" fill="${wing}"/>`,
    face(draw(4), draw(3), beak),
  ]
  const turn = draw(2) ? ' transform="matrix(-1 0 0 1 400 0)"' : ''
  return svg(400, 400, `${background(400, 400, sky, draw(4))}<g${turn}>${bird.join('')}</g>`)
}

/**
 * The header of an account that has not uploaded one: hills under the same sky as its avatar's.
 * @returns SVG, 1500x500.
 */
export function defaultHeader(seed: string): string {
  const draw = dice(seed)
  const sky = draw(24) * 15
  const hills = [0, 1, 2, 3].map((row) => {
    const y = 230 + row * 65
    const [left, middle, right] = [draw(90), draw(90), draw(90)].map((height) => y + 45 - height) as [
      number,
      number,
      number,
    ]
    const line = `M0 ${left}C250 ${left - 70} 450 ${middle + 70} 750 ${middle}S1250 ${right - 70} 1500 ${right}V500H0z`
    return `<path d="${line}" fill="hsl(${sky + 15 + row * 14} 45% ${62 - row * 12}%)"/>`
  })
  const sun = `<circle cx="${200 + draw(110) * 10}" cy="${110 + draw(80)}" r="${40 + draw(35)}" fill="#fff" opacity=".75"/>`
  return svg(1500, 500, background(1500, 500, sky, 3) + sun + hills.join(''))
}

const svg = (width: number, height: number, content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`

/** Throws of a die that fall the same way for the same seed; no text of the seed reaches the picture. */
function dice(seed: string): (sides: number) => number {
  const bytes = createHash('sha256').update(seed).digest()
  let next = 0
  return (sides) => bytes[next++ % bytes.length]! % sides
}

function background(width: number, height: number, hue: number, kind: number): string {
  const stops = `<stop offset="0" stop-color="hsl(${hue} 70% 82%)"/><stop offset="1" stop-color="hsl(${hue + 35} 65% 66%)"/>`
  const sky = `<linearGradient id="sky" x2="0" y2="1">${stops}</linearGradient><rect width="${width}" height="${height}" fill="url(#sky)"/>`
  const disc = (x: number, y: number, r: number) => `<circle cx="${x}" cy="${y}" r="${r}" fill="#fff" opacity=".35"/>`
  const behind = [disc(200, 200, 165), disc(70, 80, 46) + disc(120, 95, 34), disc(330, 75, 58), ''][kind]
  return sky + behind
}

function tail(kind: number, color: string): string {
  const shapes = [
    'M100 290L8 262l34 84z',
    'M110 300C60 270 30 300 10 250c-6 60 30 100 100 90z',
    'M105 280L20 230l10 40-22 22 92 40z',
  ]
  return `<path d="${shapes[kind]}" fill="${color}"/>`
}

function crest(kind: number, color: string): string {
  const shapes = [
    '',
    'M190 100c-30-40-60-40-70-30 30 0 40 20 50 50z',
    'M200 95l-22-48 34 24 14-44 16 44 32-22-20 50z',
    'M225 90c-20-50 30-60 20-80 34 24 20 56 10 84z',
    'M160 130c-40-10-60 0-70 20 30-6 50 0 70 10zm20-30c-36-20-60-16-74 0 30 0 50 10 66 22z',
  ]
  return shapes[kind] ? `<path d="${shapes[kind]}" fill="${color}"/>` : ''
}

function breast(kind: number, color: string): string {
  const dots = [
    [205, 275],
    [235, 265],
    [262, 280],
    [218, 305],
    [248, 308],
    [230, 335],
  ]
  if (kind === 1) return dots.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="7" fill="${color}"/>`).join('')
  const arc = (y: number) =>
    `<path d="M180 ${y}q48 26 96 0" fill="none" stroke="${color}" stroke-width="9" stroke-linecap="round"/>`
  if (kind === 2) return arc(275) + arc(302)
  return kind === 3
    ? `<path d="M228 268c-16-20-42 0-28 22 8 14 20 20 28 28 8-8 20-14 28-28 14-22-12-42-28-22z" fill="${color}"/>`
    : ''
}

function face(eyes: number, cheeks: number, beak: string): string {
  const looks = [
    '<circle cx="245" cy="150" r="24" fill="#fff"/><circle cx="251" cy="152" r="13" fill="#222"/><circle cx="256" cy="147" r="4" fill="#fff"/>',
    '<circle cx="247" cy="152" r="14" fill="#222"/><circle cx="252" cy="147" r="5" fill="#fff"/>',
    '<path d="M226 154q20-24 42 0" fill="none" stroke="#222" stroke-width="9" stroke-linecap="round"/>',
    '<circle cx="245" cy="150" r="24" fill="#fff"/><path d="M221 150a24 24 0 0 0 48 0z" fill="#222"/>',
  ]
  const blush =
    cheeks === 0 ? '' : `<circle cx="222" cy="190" r="15" fill="#f66" opacity="${cheeks === 1 ? 0.35 : 0.6}"/>`
  return `${looks[eyes]}${blush}<path d="M296 148l62 26-66 26c-8-16-6-36 4-52z" fill="${beak}"/><path d="M292 176l66-2-66 26z" fill="#000" opacity=".15"/>`
}
