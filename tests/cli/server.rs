//! A wiki for tests: a local server with the answers of a test.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A server that runs until the end of the tests.
pub(crate) struct Server {
    pub(crate) address: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers each request, its first line and its headers, with the bytes that the test gives for it.
    pub(crate) fn start(answer: impl Fn(&str) -> Vec<u8> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let heads = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&heads);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                loop {
                    let head = head(&mut stream);
                    let (answer, is_opened) = (answer(&head), head.starts_with("CONNECT "));
                    seen.lock().unwrap().push(head);
                    // The client may have closed the connection, which some tests do.
                    let is_gone = stream.write_all(&answer).is_err();
                    // After CONNECT, the next request follows on the same connection.
                    if is_gone || !is_opened {
                        break;
                    }
                }
            }
        });
        Self { address, heads }
    }

    /// Answers requests to the API only.
    pub(crate) fn of_api(answer: impl Fn(&str) -> Vec<u8> + Send + 'static) -> Self {
        Self::start(move |head| if path(head) == "/w/api.php" { answer(head) } else { not_found() })
    }

    /// The requests so far.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

/// The head of a request. Requests have no body.
fn head(stream: &mut TcpStream) -> String {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) > 0 {
        head.extend(byte);
    }
    String::from_utf8(head).unwrap()
}

/// The requested path, without its query.
pub(crate) fn path(head: &str) -> &str {
    head.split(' ').nth(1).unwrap_or_default().split('?').next().unwrap_or_default()
}

/// An answer with a status line, headers of its own, and a body.
pub(crate) fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n");
    [head.as_bytes(), body].concat()
}

pub(crate) fn json(body: &str) -> Vec<u8> {
    answer("200 OK", "Content-Type: application/json; charset=utf-8\r\n", body.as_bytes())
}

pub(crate) fn html(status: &str, body: &str) -> Vec<u8> {
    answer(status, "Content-Type: text/html\r\n", body.as_bytes())
}

pub(crate) fn not_found() -> Vec<u8> {
    html("404 Not Found", "<!DOCTYPE html><p>Not found</p>")
}
