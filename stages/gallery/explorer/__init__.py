"""A page with every test image, to filter, sort and link: report/explorer/index.html.

columns.py makes the data, pictures.py the files of pictures, write.py writes both. The page is
explorer.html.j2 in the frame of `page`, with explorer.css, images.js and explorer.js.
"""
