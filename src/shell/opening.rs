//! What the screen is opened with.

use std::path::PathBuf;

use jiff::tz::TimeZone;

use crate::config::{Config, Surroundings, Theme};
use crate::services::Services;

/// What the screen is opened with.
#[derive(Debug)]
pub struct Opening {
    /// What there is to call.
    pub services: Services,
    /// The reader's settings.
    pub config: Config,
    /// The file that they are in, which may not be there yet.
    pub settings: PathBuf,
    /// The file with the reader's own clips, which may not be there yet.
    pub clips: PathBuf,
    /// Every theme there is, fitted to the terminal; never empty.
    pub themes: Vec<Theme>,
    /// What the terminal says about itself.
    pub around: Surroundings,
    /// The reader's time zone.
    pub zone: TimeZone,
    /// Ask no server anything unless the reader says so.
    pub offline: bool,
}
