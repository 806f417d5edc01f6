// On a phone the bar above the thumb leaves while the panel with the seat itself is in sight.
const bar = document.getElementById("reg-bar");
const panel = document.getElementById("place");
if (bar && panel) {
  new IntersectionObserver(([seen]) => {
    bar.toggleAttribute("data-away", seen.isIntersecting || seen.boundingClientRect.top < 0);
  }).observe(panel);
}
