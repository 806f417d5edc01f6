// The square of a picture that shows the face, chosen by dragging, by arrow keys and by a slider.
// Without this file a plain list says where in the picture the face is.
const STEP = 0.02;
const LEAST = 0.2;

for (const place of document.querySelectorAll("[data-crop]")) {
  const field = document.getElementById(place.dataset.crop);
  const form = field.form;
  const plain = form.querySelector("[data-crop-plain]");
  const canvas = place.querySelector("canvas");
  const zoom = place.querySelector("[data-crop-zoom]");
  const within = (value, least, most) => Math.min(most, Math.max(least, value));
  let picture = null;
  let at = { x: 0.5, y: 0.5, size: 1 };

  const draw = () => {
    const side = at.size * Math.min(picture.width, picture.height);
    const halfX = side / picture.width / 2;
    const halfY = side / picture.height / 2;
    at.x = within(at.x, halfX, 1 - halfX);
    at.y = within(at.y, halfY, 1 - halfY);
    canvas.getContext("2d").drawImage(
      picture, at.x * picture.width - side / 2, at.y * picture.height - side / 2, side, side,
      0, 0, canvas.width, canvas.height,
    );
    form.crop_x.value = at.x.toFixed(4);
    form.crop_y.value = at.y.toFixed(4);
    form.crop_size.value = at.size.toFixed(4);
  };

  const move = (across, down) => {
    const side = at.size * Math.min(picture.width, picture.height);
    at.x += (across * side) / picture.width;
    at.y += (down * side) / picture.height;
    draw();
  };

  const showPlain = (isPlain) => {
    place.hidden = isPlain;
    plain.hidden = !isPlain;
    if (isPlain) for (const name of ["crop_x", "crop_y", "crop_size"]) form[name].value = "";
  };

  field.addEventListener("change", async () => {
    showPlain(true);
    const [file] = field.files;
    if (!file) return;
    try {
      picture = await createImageBitmap(file);
    } catch {
      return; // what is no picture is refused with a sentence when the form is sent
    }
    at = { x: 0.5, y: 0.5, size: 1 };
    zoom.value = 0;
    showPlain(false);
    draw();
  });
  zoom.addEventListener("input", () => {
    at.size = 1 - (zoom.value / 100) * (1 - LEAST);
    draw();
  });
  canvas.addEventListener("pointerdown", (event) => canvas.setPointerCapture(event.pointerId));
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    move(-event.movementX / canvas.clientWidth, -event.movementY / canvas.clientHeight);
  });
  canvas.addEventListener("keydown", (event) => {
    const ways = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
    if (!ways[event.key]) return;
    event.preventDefault();
    move(...ways[event.key]);
  });
}
