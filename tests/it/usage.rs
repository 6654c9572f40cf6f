//! Wrong use and odd input: what the built program says of it, and with which status it ends.

use serde_json::Value;

use crate::cli::Byline;

fn objects(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_line_of_a_batch_costs_only_itself() {
    let byline = Byline::new();
    let lines = b"{\"id\":\"a\",\"text\":\"One.\"}\n\xff\xfe\n\n{\"id\":\"d\",\"text\":5}\n[]\n{\"id\":\"f\",\"text\":\"Two.\"}\r\n";
    for command in ["quotes", "story"] {
        let told = objects(&byline.run_with(&[command, "--batch"], lines, 1));
        let ids: Vec<_> = told.iter().map(|line| line["id"].as_str()).collect();
        assert_eq!(ids, [Some("a"), None, Some("d"), None, Some("f")], "{command}");
        let wrong: Vec<_> = told.iter().filter_map(|line| line["line"].as_u64()).collect();
        assert_eq!(wrong, [2, 4, 5], "{command}");
        assert_eq!(told[2]["error"], "its \"text\" is no text");
    }
    let page = byline.write("page.html", "<p>The ferries sail again.</p>");
    let lines = [b"\xff\n".as_slice(), page.as_bytes(), b"\n/nowhere\n"].concat();
    let told = objects(&byline.run_with(&["read", "--batch"], &lines, 1));
    assert_eq!((&told[0]["line"], &told[1]["file"]), (&1.into(), &page.into()));
    assert_eq!((&told[2]["line"], &told[2]["file"]), (&3.into(), &"/nowhere".into()));
    assert_eq!(objects(&byline.run_with(&["parse", "--batch"], &lines, 1)).len(), 3);
}
