//! Quotation marks one by one: their shapes, and which close which.

/// Words between marks, in bytes of their paragraph, marks included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Bytes of the opening mark; 0 where the words go on from the paragraph before.
    pub(super) opening: usize,
    /// Bytes of the closing mark; 0 where it is left out.
    pub(super) closing: usize,
    /// Whether the marks are single ones: ‘ ’ ' ‚ ‹ ›.
    pub(super) single: bool,
}

/// Marks that open and close each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// `"` and its like: either way.
    Straight,
    /// Two apostrophes.
    Apostrophes,
    /// Two graves.
    Graves,
    /// “
    High66,
    /// ”
    High99,
    /// „
    Low99,
    /// «
    Left,
    /// »
    Right,
    /// '
    Tick,
    /// `
    Grave,
    /// ‘
    Single6,
    /// ’
    Single9,
    /// ‚
    SingleLow,
    /// ‹
    SingleLeft,
    /// ›
    SingleRight,
    /// 「 『
    CornerOpen,
    /// 」 』
    CornerClose,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) at: usize,
    pub(super) bytes: usize,
    pub(super) shape: Shape,
    /// Whether what stands around it lets it open.
    pub(super) opens: bool,
    /// Whether what stands around it lets it close.
    pub(super) closes: bool,
}

impl Mark {
    pub(super) fn end(&self) -> usize {
        self.at + self.bytes
    }
}

/// What a paragraph leaves to the next: whether words are still open at its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Open(pub(super) Option<bool>);

/// Whether `closer` closes what `opener` opened.
pub(super) fn pairs(opener: Shape, closer: Shape) -> bool {
    match opener {
        Shape::Straight => matches!(closer, Shape::Straight | Shape::High99),
        Shape::Apostrophes => matches!(closer, Shape::Apostrophes | Shape::Straight),
        Shape::Graves => matches!(closer, Shape::Apostrophes | Shape::Graves | Shape::Straight),
        Shape::High66 => matches!(closer, Shape::High99 | Shape::Straight | Shape::High66),
        Shape::High99 => matches!(closer, Shape::High99 | Shape::Straight),
        Shape::Low99 => matches!(closer, Shape::High66 | Shape::High99 | Shape::Straight),
        Shape::Left => closer == Shape::Right,
        Shape::Right => matches!(closer, Shape::Left | Shape::Right),
        Shape::Tick => matches!(closer, Shape::Tick | Shape::Single9),
        Shape::Grave => matches!(closer, Shape::Tick | Shape::Grave),
        Shape::Single6 => matches!(closer, Shape::Single9 | Shape::Tick),
        Shape::Single9 => closer == Shape::Single9,
        Shape::SingleLow => matches!(closer, Shape::Single6 | Shape::Single9 | Shape::Tick),
        Shape::SingleLeft => closer == Shape::SingleRight,
        Shape::SingleRight => closer == Shape::SingleLeft,
        Shape::CornerOpen => closer == Shape::CornerClose,
        Shape::CornerClose => false,
    }
}

/// Whether a mark is a single one.
pub(super) fn is_single(shape: Shape) -> bool {
    matches!(
        shape,
        Shape::Tick
            | Shape::Grave
            | Shape::Single6
            | Shape::Single9
            | Shape::SingleLow
            | Shape::SingleLeft
            | Shape::SingleRight
    )
}
